/* What names of fields mean: tables from words to kinds of text, to ranges of numbers, and from a prompt to a theme.
 * SPDX-License-Identifier: MIT */
#include "offline_int.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ATTRIBUTE: the words say what the text is. WHOSE: they also say whose it is (author_name and author_email agree), so
 * they are part of the role. PERSONAL: an object with such a field is a person. */
enum { WHOSE = 0, ATTRIBUTE = 1, PERSONAL = 2 };

typedef struct meaning {
    igi_hint    hint;
    unsigned    flags;
    const char *phrases; /* comma-separated, lower case */
} meaning;

/* clang-format off */
static const meaning meanings[] = {
    {IGI_HINT_PERSON, ATTRIBUTE, "secret name,real name,civil name,birth name,secret identity"},
    {IGI_HINT_PERSON, ATTRIBUTE | PERSONAL, "full name"},
    {IGI_HINT_FIRST_NAME, ATTRIBUTE | PERSONAL, "first name,given name,firstname,forename"},
    {IGI_HINT_LAST_NAME, ATTRIBUTE | PERSONAL, "last name,family name,lastname,surname"},
    {IGI_HINT_USERNAME, ATTRIBUTE | PERSONAL, "user name,username,login"},
    {IGI_HINT_FIRST_NAME, ATTRIBUTE, "nickname"},
    {IGI_HINT_EMAIL, ATTRIBUTE | PERSONAL, "email,mail,e mail,email address"},
    {IGI_HINT_PHONE, ATTRIBUTE | PERSONAL, "phone,telephone,mobile,phone number"},
    {IGI_HINT_PHONE, ATTRIBUTE, "fax"},
    {IGI_HINT_HERO, WHOSE, "hero,superhero,villain,sidekick"},
    {IGI_HINT_HERO, ATTRIBUTE, "alias,codename,code name"},
    {IGI_HINT_PERSON, WHOSE, "person,user,customer,client,employee,author,writer,editor,director,artist,actor,"
                             "patient,doctor,student,teacher,contact,member,player,owner,manager,leader,founder,"
                             "assignee,reporter,sender,recipient,guest,candidate,speaker,parent,child,character"},
    {IGI_HINT_CITY, ATTRIBUTE, "city,town,location,place,capital,hometown"},
    {IGI_HINT_CITY, WHOSE, "destination,origin"},
    {IGI_HINT_COUNTRY, ATTRIBUTE, "country,nation,nationality"},
    {IGI_HINT_STREET, ATTRIBUTE, "street"},
    {IGI_HINT_ADDRESS, ATTRIBUTE, "address"},
    {IGI_HINT_ZIP, ATTRIBUTE, "zip,zip code,zipcode,postcode,postal code"},
    {IGI_HINT_COMPANY, ATTRIBUTE, "company,organization,organisation,employer,brand"},
    {IGI_HINT_COMPANY, WHOSE, "vendor,supplier,manufacturer,publisher"},
    {IGI_HINT_JOB, ATTRIBUTE | PERSONAL, "job,job title,occupation,profession"},
    {IGI_HINT_JOB, ATTRIBUTE, "role,position"},
    {IGI_HINT_TEAM, ATTRIBUTE, "team,squad,league,guild"},
    {IGI_HINT_BASE, ATTRIBUTE, "headquarters,headquarter,hq,base"},
    {IGI_HINT_PRODUCT, ATTRIBUTE, "product,item"},
    {IGI_HINT_TITLE, ATTRIBUTE, "article,title,subject,headline,book,movie,film,song,album,project,task,event"},
    {IGI_HINT_CATEGORY, ATTRIBUTE, "category,genre,department,topic"},
    {IGI_HINT_COLOUR, ATTRIBUTE, "color,colour"},
    {IGI_HINT_CURRENCY, ATTRIBUTE, "currency"},
    {IGI_HINT_CODE, ATTRIBUTE, "sku,code,id,number,reference,serial,token"},
    {IGI_HINT_TEXT, ATTRIBUTE, "description,summary,text,content,body,message,comment,note,notes,review,reason,"
                               "reasoning,explanation,answer,quote,motto,detail"},
    {IGI_HINT_BIO, ATTRIBUTE | PERSONAL, "bio,biography"},
    {IGI_HINT_BIO, ATTRIBUTE, "backstory,about"},
    {IGI_HINT_URL, ATTRIBUTE, "url,website,link,homepage"},
    {IGI_HINT_HOST, ATTRIBUTE, "host,hostname,domain"},
    {IGI_HINT_POWER, ATTRIBUTE, "power,superpower,ability,skill"},
    {IGI_HINT_WORD, ATTRIBUTE, "weakness,tag,keyword,label,slug"},
    {IGI_HINT_LANGUAGE, ATTRIBUTE, "language"},
    {IGI_HINT_PET, ATTRIBUTE, "pet,cat,dog,animal"},
    {IGI_HINT_DATE, ATTRIBUTE, "date"},
    {IGI_HINT_DATE, ATTRIBUTE | PERSONAL, "birthday"},
    {IGI_HINT_MOMENT, ATTRIBUTE, "created at,updated at,timestamp"},
    {IGI_HINT_TIME, ATTRIBUTE, "time"},
    {IGI_HINT_UUID, ATTRIBUTE, "uuid,guid"},
};

/* Inclusive; fractions get `decimals`, or end in .99. */
static const struct {
    double      lo, hi;
    unsigned    decimals;
    bool        ends_in_99;
    const char *phrases;
} number_meanings[] = {
    {18, 80, 0, false, "age"},
    {1, 30, 0, false, "years,floor"},
    {1950, 2026, 0, false, "year,founded"},
    {1, 12, 0, false, "month"},
    {1, 28, 0, false, "day"},
    {0, 23, 0, false, "hour"},
    {0, 59, 0, false, "minute,second"},
    {5, 500, 2, true, "price,cost"},
    {5, 100, 2, true, "fee"},
    {5, 900, 2, false, "amount"},
    {20, 2000, 2, false, "total"},
    {0, 9000, 2, false, "balance"},
    {1, 90, 2, false, "tax"},
    {30000, 120000, 0, false, "salary"},
    {20000, 120000, 0, false, "income"},
    {1000, 90000, 0, false, "budget"},
    {10000, 900000, 0, false, "revenue"},
    {1, 5, 1, false, "rating"},
    {1, 5, 0, false, "stars,priority"},
    {0, 100, 1, false, "score,percent,percentage"},
    {1, 10, 1, false, "grade"},
    {300, 850, 0, false, "credit score"},
    {1, 100, 0, false, "power level,rank,position,strength"},
    {1, 50, 0, false, "level,count,size"},
    {0, 50, 0, false, "discount"},
    {0, 20, 2, false, "rate"},
    {0, 1, 2, false, "probability,confidence,ratio"},
    {-60, 70, 4, false, "latitude,lat"},
    {-170, 170, 4, false, "longitude,lon,lng"},
    {-10, 35, 1, false, "temperature"},
    {150, 200, 0, false, "height"},
    {45, 110, 1, false, "weight"},
    {10, 200, 0, false, "width,length,depth"},
    {1, 500, 1, false, "distance"},
    {20, 900, 0, false, "area"},
    {1, 20, 0, false, "quantity"},
    {0, 500, 0, false, "stock"},
    {80, 700, 0, false, "pages"},
    {20000, 9000000, 0, false, "population"},
    {1024, 65535, 0, false, "port"},
    {5, 180, 0, false, "duration"},
    {2, 300, 0, false, "seats"},
    {10, 300, 0, false, "speed"},
    {1, 9999, 0, false, "id"},
    {1, 999, 0, false, "number"},
};

/* Stems of prompt words for each row of themed names in offline_words.c. */
static const char *const themes[][6] = {
    {"fire", "flame", "lava", "heat", "sun", NULL},       {"water", "ocean", "sea", "rain", "aqua", NULL},
    {"earth", "stone", "rock", "nature", "plant", NULL},  {"ice", "frost", "snow", "cold", "winter", NULL},
    {"tech", "robot", "cyber", "digital", "computer", NULL}, {"magic", "wizard", "mystic", "sorcer", "arcane", NULL},
    {"strength", "strong", "muscle", "mighty", NULL},     {"speed", "fast", "quick", "swift", NULL},
    {"psychic", "mind", "telepath", "mental", "dream", NULL}, {"shadow", "dark", "night", "stealth", NULL},
};
/* clang-format on */

/* How many words the phrase takes at word i of the name; 0 = it is not there. */
static size_t phrase_at(const igi_words *words, size_t i, const char *phrase, size_t phrase_n)
{
    size_t n = 0;

    while (phrase_n) {
        const char *space = memchr(phrase, ' ', phrase_n);
        size_t      length = space ? (size_t)(space - phrase) : phrase_n;
        if (i + n >= words->n || !igi_word_is(words->w[i + n], (ig_str){phrase, length}))
            return 0;
        n++;
        phrase_n -= length + (space != NULL);
        phrase += length + (space != NULL);
    }
    return n;
}

/* Where a phrase was found in a name. */
typedef struct spot {
    size_t at, n; /* words */
} spot;

/* Looks for the comma-separated phrases. The longest wins, the later one of two as long: "email address" is an e-mail,
 * "team city" is a city. Whether it is better than what *best holds, which is then replaced. */
static bool find_better(const igi_words *words, const char *phrases, spot *best)
{
    bool found = false;

    while (*phrases) {
        size_t length = strcspn(phrases, ",");
        for (size_t i = 0; i < words->n; i++) {
            size_t n = phrase_at(words, i, phrases, length);
            if (n > best->n || (n && n == best->n && i > best->at)) {
                *best = (spot){i, n};
                found = true;
            }
        }
        phrases += length + (phrases[length] == ',');
    }
    return found;
}

static const meaning *find_meaning(const igi_words *words, spot *best)
{
    const meaning *found = NULL;

    *best = (spot){0, 0};
    for (size_t k = 0; k < COUNT(meanings); k++)
        if (find_better(words, meanings[k].phrases, best))
            found = &meanings[k];
    return found;
}

/* What `name` alone means: a Team's is a team's, but a Note's is not a sentence. */
static igi_hint hint_of_model(const igi_words *model, bool person)
{
    spot           best;
    const meaning *found = find_meaning(model, &best);

    switch (found ? found->hint : IGI_HINT_NONE) {
    case IGI_HINT_HERO:
    case IGI_HINT_PERSON:
    case IGI_HINT_CITY:
    case IGI_HINT_COUNTRY:
    case IGI_HINT_COMPANY:
    case IGI_HINT_JOB:
    case IGI_HINT_TEAM:
    case IGI_HINT_BASE:
    case IGI_HINT_PRODUCT:
    case IGI_HINT_CATEGORY:
    case IGI_HINT_COLOUR:
    case IGI_HINT_POWER:
    case IGI_HINT_LANGUAGE:
    case IGI_HINT_PET:
    case IGI_HINT_WORD:
        return found->hint;
    default:
        return person ? IGI_HINT_PERSON : IGI_HINT_TITLE;
    }
}

igi_hint igi_hint_of(const igi_words *words, const igi_words *model, bool person, uint64_t *role)
{
    spot           best;
    const meaning *found = find_meaning(words, &best);

    *role = 0;
    for (size_t i = 0; i < words->n; i++) {
        bool names_what = (found && (found->flags & ATTRIBUTE) && i >= best.at && i < best.at + best.n) ||
                          igi_is(words->w[i], "name");
        if (!names_what)
            *role = igi_mix_str(*role, words->w[i]);
    }
    if (!found)
        return words->n == 1 && igi_is(words->w[0], "name") ? hint_of_model(model, person) : IGI_HINT_NONE;
    if (found->hint == IGI_HINT_TITLE && words->n == 1 && igi_is(words->w[0], "title") && person)
        return IGI_HINT_JOB;
    return found->hint;
}

bool igi_hint_is_personal(const igi_words *words)
{
    spot           best;
    const meaning *found = find_meaning(words, &best);

    return (found && (found->flags & PERSONAL)) || (words->n == 1 && igi_is(words->w[0], "age"));
}

igi_hint igi_hint_in(const igi_text *text)
{
    spot best;

    for (size_t i = 0; i < text->n; i++) {
        igi_words      words = {.n = 0};
        const meaning *found;
        for (size_t k = i; k < text->n && words.n < 2 && text->tokens[k].kind == IGI_WORD; k++)
            words.w[words.n++] = text->tokens[k].low;
        found = find_meaning(&words, &best);
        if (found)
            return found->hint;
    }
    return IGI_HINT_NONE;
}

bool igi_hint_range(const igi_words *words, igi_range *out, unsigned *decimals, bool *ends_in_99)
{
    spot best = {0, 0};

    for (size_t k = 0; k < COUNT(number_meanings); k++)
        if (find_better(words, number_meanings[k].phrases, &best)) {
            *out = (igi_range){true, true, false, false, number_meanings[k].lo, number_meanings[k].hi};
            *decimals = number_meanings[k].decimals;
            *ends_in_99 = number_meanings[k].ends_in_99;
        }
    return best.n > 0;
}

unsigned igi_hint_theme(const igi_text *prompt)
{
    for (size_t i = 0; i < prompt->n; i++)
        for (unsigned t = 0; t < COUNT(themes); t++)
            for (const char *const *stem = themes[t]; *stem; stem++) {
                size_t n = strlen(*stem);
                if (prompt->tokens[i].low.n >= n && memcmp(prompt->tokens[i].low.p, *stem, n) == 0)
                    return t + 1;
            }
    return 0;
}
