/* The word lists of the sample generator and the texts put together from them.
 * SPDX-License-Identifier: MIT
 *
 * Lists that are combined have lengths without a common divisor, so that walking both at once gives as many different
 * pairs as the product of their lengths, and neighbours differ in both parts. */
#include "offline_int.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* clang-format off */
static const char *const first_names[] = { /* 53 */
    "Ann", "Bruno", "Chloe", "Daniel", "Elena", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Keiko", "Liam", "Mara",
    "Nadia", "Oscar", "Priya", "Quentin", "Rosa", "Samir", "Tara", "Ugo", "Vera", "Wen", "Ximena", "Yusuf", "Zoe",
    "Amara", "Boris", "Carmen", "Dmitri", "Esther", "Felix", "Gita", "Hugo", "Ida", "Jamal", "Kira", "Luca", "Mei",
    "Nils", "Olga", "Pablo", "Renata", "Stefan", "Thandi", "Umar", "Viola", "Walter", "Yara", "Zane", "Aiko", "Bela",
    "Celia"};
static const char *const last_names[] = { /* 59 */
    "Lee", "Okafor", "Novak", "Silva", "Tanaka", "Meyer", "Rossi", "Haddad", "Kowalski", "Jensen", "Moreau", "Patel",
    "Garcia", "Ivanova", "Nguyen", "Schmidt", "Brown", "Costa", "Eriksson", "Farouk", "Grant", "Hughes", "Ito",
    "Janssen", "Khan", "Larsen", "Mbeki", "Nolan", "Ortiz", "Popescu", "Quinn", "Reyes", "Sato", "Toth", "Urbina",
    "Vargas", "Weber", "Yilmaz", "Zhang", "Adler", "Bianchi", "Chandra", "Dubois", "Ekwueme", "Fischer", "Greco",
    "Horvat", "Ibarra", "Joshi", "Klein", "Lindgren", "Marin", "Nakamura", "Oliveira", "Petrov", "Romero", "Suzuki",
    "Torres", "Walsh"};
static const char *const hero_firsts[] = { /* 43 */
    "Crimson", "Silver", "Captain", "Night", "Solar", "Iron", "Doctor", "Lady", "Quantum", "Phantom", "Amber",
    "Cobalt", "Mystic", "Neon", "Storm", "Velvet", "Atomic", "Golden", "Shadow", "Turbo", "Astral", "Jade", "Rapid",
    "Echo", "Lunar", "Scarlet", "Titan", "Vivid", "Arctic", "Bronze", "Cosmic", "Dusk", "Ember", "Frost", "Granite",
    "Hyper", "Indigo", "Kinetic", "Mirror", "Onyx", "Prism", "Rogue", "Sonic"};
static const char *const hero_seconds[] = { /* 47 */
    "Falcon", "Comet", "Sentinel", "Arrow", "Phoenix", "Warden", "Specter", "Tempest", "Lynx", "Beacon", "Raven",
    "Cipher", "Guardian", "Blaze", "Vortex", "Hawk", "Nova", "Shield", "Pulse", "Ranger", "Wolf", "Mantis", "Rocket",
    "Oracle", "Panther", "Lantern", "Vanguard", "Spark", "Cobra", "Drifter", "Flare", "Gale", "Hornet", "Jaguar",
    "Knight", "Meteor", "Nimbus", "Osprey", "Paladin", "Quake", "Riptide", "Saber", "Thunder", "Viper", "Whisper",
    "Zephyr", "Aegis"};
/* Row n - 1 belongs to theme n of igi_hint_theme. */
static const char *const theme_firsts[][7] = {
    {"Blazing", "Ember", "Cinder", "Solar", "Inferno", "Scorching", "Flame"},
    {"Tidal", "Coral", "Torrent", "Deep-Sea", "Rain", "Ocean", "River"},
    {"Granite", "Terra", "Boulder", "Basalt", "Canyon", "Moss", "Clay"},
    {"Frost", "Glacier", "Arctic", "Crystal", "Winter", "Polar", "Snow"},
    {"Circuit", "Quantum", "Neon", "Digital", "Chrome", "Binary", "Plasma"},
    {"Mystic", "Arcane", "Rune", "Astral", "Moonlit", "Enchanted", "Hex"},
    {"Iron", "Titan", "Mighty", "Colossal", "Steel", "Hammer", "Atlas"},
    {"Rapid", "Turbo", "Sonic", "Swift", "Flash-Step", "Velocity", "Mach"},
    {"Mind", "Dream", "Psi", "Oracle", "Lucid", "Mirror", "Third-Eye"},
    {"Shadow", "Night", "Dusk", "Phantom", "Midnight", "Umbra", "Raven"},
};
static const struct { const char *city, *country; } places[] = { /* 41 */
    {"Lisbon", "Portugal"}, {"Osaka", "Japan"}, {"Toronto", "Canada"}, {"Nairobi", "Kenya"}, {"Oslo", "Norway"},
    {"Lima", "Peru"}, {"Prague", "Czechia"}, {"Austin", "United States"}, {"Mumbai", "India"}, {"Berlin", "Germany"},
    {"Hanoi", "Vietnam"}, {"Cairo", "Egypt"}, {"Dublin", "Ireland"}, {"Quito", "Ecuador"}, {"Athens", "Greece"},
    {"Porto", "Portugal"}, {"Seoul", "South Korea"}, {"Lagos", "Nigeria"}, {"Vienna", "Austria"},
    {"Denver", "United States"}, {"Zagreb", "Croatia"}, {"Accra", "Ghana"}, {"Bogota", "Colombia"},
    {"Helsinki", "Finland"}, {"Jakarta", "Indonesia"}, {"Krakow", "Poland"}, {"Lyon", "France"}, {"Madrid", "Spain"},
    {"Naples", "Italy"}, {"Perth", "Australia"}, {"Rabat", "Morocco"}, {"Santiago", "Chile"}, {"Tallinn", "Estonia"},
    {"Utrecht", "Netherlands"}, {"Valencia", "Spain"}, {"Wellington", "New Zealand"}, {"Yerevan", "Armenia"},
    {"Bristol", "United Kingdom"}, {"Cusco", "Peru"}, {"Dakar", "Senegal"}, {"Ghent", "Belgium"}};
static const char *const streets[] = { /* 19 */
    "Maple", "Harbour", "Station", "Mill", "Garden", "Chapel", "Orchard", "River", "Market", "Linden", "Castle",
    "Bridge", "Meadow", "School", "Quarry", "Willow", "Summit", "Park", "Foundry"};
static const char *const company_firsts[] = { /* 37 */
    "Alder", "Bluefin", "Cedar", "Deltar", "Evenlight", "Fernhill", "Glasswork", "Highfield", "Ironbridge",
    "Juniper", "Kestrel", "Larkspur", "Meridian", "Northgate", "Oakline", "Pinecrest", "Quarto", "Redwater",
    "Silverton", "Tidewater", "Umbra", "Verdant", "Westbrook", "Yellowtail", "Zephyr", "Ashford", "Brightwell",
    "Copperfield", "Driftwood", "Elmwood", "Foxglove", "Greystone", "Hollis", "Inland", "Lakeside", "Moorland",
    "Sandhurst"};
static const char *const company_seconds[] = { /* 11 */
    "Labs", "Systems", "Works", "Industries", "Partners", "Foods", "Robotics", "Logistics", "Studio", "Energy",
    "Textiles"};
static const char *const jobs[] = { /* 37 */
    "software engineer", "nurse", "architect", "teacher", "electrician", "data analyst", "chef", "journalist",
    "pilot", "librarian", "product manager", "carpenter", "pharmacist", "graphic designer", "civil engineer",
    "accountant", "translator", "gardener", "photographer", "veterinarian", "bus driver", "lawyer", "physicist",
    "baker", "paramedic", "editor", "plumber", "biologist", "sound engineer", "tailor", "surveyor", "dentist",
    "welder", "historian", "florist", "mechanic", "geologist"};
static const char *const team_seconds[] = { /* 17 */
    "Vanguard", "Sentinels", "Watch", "Alliance", "Defenders", "Circle", "Brigade", "Legion", "Outriders", "Squad",
    "League", "Wardens", "Collective", "Guard", "Pact", "Union", "Patrol"};
static const char *const buildings[] = { /* 13 */
    "Skyline Tower", "Harbour House", "The Old Foundry", "Hilltop Observatory", "Pier 9", "Granite Hall",
    "The Glasshouse", "Station Loft", "Riverside Works", "North Bunker", "Cedar Court", "The Clock Tower",
    "Lantern Hall"};
static const char *const product_firsts[] = { /* 29 */
    "Walnut", "Compact", "Folding", "Ceramic", "Wireless", "Linen", "Copper", "Solar", "Leather", "Bamboo",
    "Portable", "Cordless", "Enamel", "Adjustable", "Insulated", "Cotton", "Steel", "Quiet", "Magnetic", "Recycled",
    "Waterproof", "Oak", "Silicone", "Slim", "Modular", "Woollen", "Digital", "Foldable", "Marble"};
static const char *const product_seconds[] = { /* 31 */
    "Desk Lamp", "Backpack", "Teapot", "Headphones", "Notebook", "Water Bottle", "Office Chair", "Keyboard",
    "Bookshelf", "Blanket", "Coffee Grinder", "Bike Light", "Frying Pan", "Umbrella", "Wall Clock", "Speaker",
    "Toolbox", "Travel Mug", "Tent", "Wallet", "Monitor Stand", "Planter", "Scale", "Kettle", "Raincoat",
    "Picture Frame", "Drill", "Pillow", "Router", "Sunglasses", "Whisk"};
static const char *const categories[] = { /* 17 */
    "Kitchen", "Office", "Outdoors", "Electronics", "Books", "Clothing", "Garden", "Toys", "Sports", "Music",
    "Travel", "Health", "Tools", "Art", "Furniture", "Grocery", "Pets"};
static const char *const colours[] = { /* 19 */
    "red", "blue", "green", "yellow", "orange", "purple", "black", "white", "grey", "brown", "teal", "crimson",
    "navy", "olive", "turquoise", "amber", "violet", "silver", "coral"};
static const char *const currencies[] = {"USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "SEK", "INR", "BRL", "PLN"};
static const char *const title_firsts[] = { /* 23 */
    "Silent", "Last", "Hidden", "Paper", "Distant", "Second", "Broken", "Northern", "Borrowed", "Patient", "Copper",
    "Winter", "Open", "Long", "Secret", "Bright", "Lost", "Quiet", "Hollow", "Early", "Wild", "Seventh", "Sleeping"};
static const char *const title_seconds[] = { /* 25 */
    "Harbour", "Garden", "Signal", "Letter", "Orchard", "Mountain", "River", "Window", "Archive", "Journey",
    "Bridge", "Lantern", "Season", "Map", "Station", "Mirror", "Island", "Promise", "Engine", "Library", "Horizon",
    "Shore", "Melody", "Atlas", "Road"};
static const char *const powers[] = { /* 23 */
    "flight", "telekinesis", "super strength", "invisibility", "time dilation", "shape-shifting", "force fields",
    "super speed", "healing touch", "weather control", "night vision", "telepathy", "energy blasts", "elasticity",
    "sonic scream", "phasing through walls", "animal speech", "magnetism", "photographic memory", "gravity control",
    "plant growth", "ice breath", "light bending"};
static const char *const languages[] = { /* 17 */
    "English", "Spanish", "Japanese", "Arabic", "Portuguese", "German", "Hindi", "French", "Swahili", "Korean",
    "Polish", "Italian", "Turkish", "Vietnamese", "Greek", "Finnish", "Dutch"};
static const char *const pets[] = { /* 23 */
    "Biscuit", "Luna", "Pepper", "Mochi", "Rusty", "Olive", "Ziggy", "Willow", "Bandit", "Clover", "Pixel", "Hazel",
    "Tango", "Maple", "Nacho", "Poppy", "Scout", "Juno", "Waffles", "Ash", "Ginger", "Milo", "Domino"};
static const char *const plain_words[] = { /* 61 */
    "amber", "basil", "cedar", "delta", "ember", "fable", "grove", "harbor", "indigo", "jasper", "kindle", "lantern",
    "meadow", "nectar", "orbit", "pebble", "quartz", "ripple", "saffron", "timber", "umber", "velvet", "willow",
    "yonder", "zenith", "anchor", "breeze", "canyon", "dapple", "echo", "feather", "glimmer", "hollow", "island",
    "juniper", "kettle", "linen", "marble", "nimbus", "opal", "prairie", "quiver", "raven", "summit", "thicket",
    "upland", "violet", "wander", "yarrow", "zephyr", "acorn", "bramble", "cobble", "drift", "elm", "fern", "garnet",
    "heath", "ivory", "jade", "knoll"};
static const char *const sentences[] = { /* 23 */
    "It is made for everyday use and lasts for years.", "People mention the quiet design first.",
    "The details were worked out over two long winters.", "It started as a weekend idea and grew from there.",
    "Most of the work happens before anyone notices.", "A small team keeps everything running smoothly.",
    "It does one thing and does it well.", "The first version was built in a single afternoon.",
    "Careful planning made the difference in the end.", "Nothing about it is louder than it has to be.",
    "It travels well and takes up little space.", "Friends describe it as patient and dependable.",
    "The idea came from a walk along the harbour.", "Every part can be replaced with simple tools.",
    "It has been tested in rain, snow and bright sun.", "The result is simple, sturdy and easy to like.",
    "Those who know it would not want to miss it.", "A second look shows how much thought went in.",
    "It is best on quiet mornings with good light.", "Few things are explained as quickly as this one.",
    "The story behind it is longer than expected.", "It keeps its promises without making many.",
    "There is always a spare one in the drawer."};
/* clang-format on */

static size_t index_of(const igi_identity *who, const char *list, size_t n)
{
    return igi_shuffled(igi_mix_str(who->hash, igi_str(list)), who->ordinal, n);
}

/* The list's name keeps the walks through different lists apart. */
#define PICK(who, list) (list)[index_of((who), #list, COUNT(list))]

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* ann.lee, ann, a */
static ig_str mailbox(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    const char *first = PICK(who, first_names), *last = PICK(who, last_names);
    ig_str      text = variant == 0   ? ig_arena_printf(arena, "%s.%s", first, last)
                       : variant == 1 ? ig_arena_printf(arena, "%s", first)
                                      : ig_arena_printf(arena, "%c", first[0]);

    for (size_t i = 0; text.p && i < text.n; i++)
        ((char *)(uintptr_t)text.p)[i] = lower(text.p[i]); /* made just above */
    return text;
}

static ig_str email(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    ig_str box = mailbox(who, variant, arena);

    if (!box.p)
        return box;
    return ig_arena_printf(arena, "%s@%s", box.p, variant > 2 ? "b.co" : "example.com");
}

static ig_str hero(const igi_identity *who, unsigned variant, ig_arena *arena)
{
    const char *second = PICK(who, hero_seconds), *first;

    if (variant > 0)
        return ig_arena_printf(arena, "%s", second);
    first = who->theme ? PICK(who, theme_firsts[who->theme - 1]) : PICK(who, hero_firsts);
    return ig_arena_printf(arena, "%s %s", first, second);
}

/* 202-555-0100..0199 and the like are set aside for fiction. */
static ig_str phone(const igi_identity *who, ig_arena *arena)
{
    static const char *const areas[] = {"202", "212", "303", "312", "404", "415", "503",
                                        "512", "602", "617", "702", "713", "808"};

    return ig_arena_printf(arena, "+1-%s-555-01%02u", PICK(who, areas), (unsigned)index_of(who, "line", 100));
}

/* "ABC-1042" */
static ig_str code(const igi_identity *who, ig_arena *arena)
{
    uint64_t r = igi_mix(who->hash, 7);

    return ig_arena_printf(arena, "%c%c%c-%u", (char)('A' + r % 26), (char)('A' + r / 26 % 26),
                           (char)('A' + r / 676 % 26), 1000 + (unsigned)index_of(who, "code", 9000));
}

static ig_str street(const igi_identity *who, ig_arena *arena)
{
    return ig_arena_printf(arena, "%u %s Street", 1 + (unsigned)index_of(who, "house", 120), PICK(who, streets));
}

static ig_str address(const igi_identity *who, ig_arena *arena)
{
    size_t i = index_of(who, "places", COUNT(places));
    ig_str line = street(who, arena);

    return line.p ? ig_arena_printf(arena, "%s, %s, %s", line.p, places[i].city, places[i].country) : line;
}

static ig_str bio(const igi_identity *who, ig_arena *arena)
{
    const char *job = PICK(who, jobs);

    return ig_arena_printf(arena, "%s %s grew up in %s and works as %s %s.", PICK(who, first_names),
                           PICK(who, last_names), places[index_of(who, "places", COUNT(places))].city,
                           strchr("aeiou", job[0]) ? "an" : "a", job);
}

/* Names of people, places and organisations; {NULL, 0} with *known false for other hints. */
static ig_str name_text(igi_hint hint, const igi_identity *who, unsigned variant, ig_arena *arena, bool *known)
{
    size_t place = index_of(who, "places", COUNT(places));

    *known = true;
    switch (hint) {
    case IGI_HINT_HERO:
        return hero(who, variant, arena);
    case IGI_HINT_PERSON:
        return variant ? ig_arena_printf(arena, "%s", PICK(who, first_names))
                       : ig_arena_printf(arena, "%s %s", PICK(who, first_names), PICK(who, last_names));
    case IGI_HINT_FIRST_NAME:
        return ig_arena_printf(arena, "%s", PICK(who, first_names));
    case IGI_HINT_LAST_NAME:
        return ig_arena_printf(arena, "%s", PICK(who, last_names));
    case IGI_HINT_USERNAME:
        return mailbox(who, variant, arena);
    case IGI_HINT_EMAIL:
        return email(who, variant, arena);
    case IGI_HINT_CITY:
        return ig_arena_printf(arena, "%s", places[place].city);
    case IGI_HINT_COUNTRY:
        return ig_arena_printf(arena, "%s", places[place].country);
    case IGI_HINT_COMPANY:
        return variant ? ig_arena_printf(arena, "%s", PICK(who, company_firsts))
                       : ig_arena_printf(arena, "%s %s", PICK(who, company_firsts), PICK(who, company_seconds));
    case IGI_HINT_TEAM:
        return variant ? ig_arena_printf(arena, "%s", PICK(who, team_seconds))
                       : ig_arena_printf(arena, "The %s %s", PICK(who, hero_firsts), PICK(who, team_seconds));
    case IGI_HINT_BASE:
        return ig_arena_printf(arena, "%s, %s", PICK(who, buildings), places[place].city);
    case IGI_HINT_PRODUCT:
        return variant ? ig_arena_printf(arena, "%s", PICK(who, product_seconds))
                       : ig_arena_printf(arena, "%s %s", PICK(who, product_firsts), PICK(who, product_seconds));
    case IGI_HINT_PET:
        return ig_arena_printf(arena, "%s", PICK(who, pets));
    case IGI_HINT_TITLE:
        return variant ? ig_arena_printf(arena, "%s", PICK(who, title_seconds))
                       : ig_arena_printf(arena, "The %s %s", PICK(who, title_firsts), PICK(who, title_seconds));
    default:
        *known = false;
        return (ig_str){NULL, 0};
    }
}

static ig_str thing_text(igi_hint hint, const igi_identity *who, ig_arena *arena)
{
    switch (hint) {
    case IGI_HINT_PHONE:
        return phone(who, arena);
    case IGI_HINT_STREET:
        return street(who, arena);
    case IGI_HINT_ADDRESS:
        return address(who, arena);
    case IGI_HINT_ZIP:
        return ig_arena_printf(arena, "%u", 10000 + (unsigned)index_of(who, "zip", 90000));
    case IGI_HINT_JOB:
        return ig_arena_printf(arena, "%s", PICK(who, jobs));
    case IGI_HINT_CATEGORY:
        return ig_arena_printf(arena, "%s", PICK(who, categories));
    case IGI_HINT_COLOUR:
        return ig_arena_printf(arena, "%s", PICK(who, colours));
    case IGI_HINT_CURRENCY:
        return ig_arena_printf(arena, "%s", PICK(who, currencies));
    case IGI_HINT_CODE:
        return code(who, arena);
    case IGI_HINT_TEXT:
        return ig_arena_printf(arena, "%s", PICK(who, sentences));
    case IGI_HINT_BIO:
        return bio(who, arena);
    case IGI_HINT_URL:
        return ig_arena_printf(arena, "https://example.com/%s", PICK(who, plain_words));
    case IGI_HINT_HOST:
        return ig_arena_printf(arena, "%s.example.com", PICK(who, plain_words));
    case IGI_HINT_POWER:
        return ig_arena_printf(arena, "%s", PICK(who, powers));
    case IGI_HINT_LANGUAGE:
        return ig_arena_printf(arena, "%s", PICK(who, languages));
    case IGI_HINT_NONE:
        return ig_arena_printf(arena, "%s %s", PICK(who, colours), PICK(who, plain_words));
    default:
        return ig_arena_printf(arena, "%s", PICK(who, plain_words));
    }
}

ig_str igi_words_text(igi_hint hint, const igi_identity *who, unsigned variant, ig_arena *arena)
{
    bool   known;
    ig_str text = name_text(hint, who, variant, arena, &known);

    return known ? text : thing_text(hint, who, arena);
}

ig_str igi_words_plain(uint64_t hash, uint64_t ordinal)
{
    return igi_str(plain_words[igi_shuffled(hash, ordinal, COUNT(plain_words))]);
}

ig_str igi_words_sentence(uint64_t hash, uint64_t ordinal)
{
    return igi_str(sentences[igi_shuffled(hash, ordinal, COUNT(sentences))]);
}
