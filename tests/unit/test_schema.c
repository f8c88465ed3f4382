/* JSON Schema of models in every dialect: byte for byte what Pydantic 2.13 prints, and the tool forms of providers.
 * SPDX-License-Identifier: MIT
 *
 * Expected texts are written with ' for ". Those marked "Pydantic" were printed by model_json_schema() of the same
 * model, with the keys in its order and no spaces. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

/* ---- models ------------------------------------------------------------------------------------------------------ */

ENUM(Rank, rookie, veteran);

MODEL(Kinds, (), (bool, a), (i64, b), (f64, c), (str, d), (bytes, e), (uuid, f), (datetime, g), (date, h),
    (timeofday, i), (duration, j), (decimal, k), (json, l), (Rank, m, IG_ENUM(Rank)));

MODEL(Opts, (),
    (opt_bool,     a),
    (opt_i64,      b, IG_REQUIRED),
    (opt_f64,      c, IG_DEFAULT(1.5), IG_GT(0.5), IG_LT(9)),
    (opt_str,      d, IG_MIN_LENGTH(2), IG_MAX_LENGTH(5), IG_PATTERN("^a+$")),
    (opt_decimal,  e, IG_GE(0), IG_LE(1000)),
    (opt_json,     f),
    (opt_Rank,     g, IG_ENUM(Rank)),
    (opt_str,      h, IG_ONE_OF("x")),
    (opt_datetime, i));

MODEL(Address, (IG_DESCRIPTION("An address.")), (str, street), (i64, zip_code, IG_DESCRIPTION("ZIP")));

MODEL(Nested, (),
    (Address *,    home,     IG_OBJ(Address)),
    (Address *,    work,     IG_OBJ(Address), IG_NULLABLE, IG_DESCRIPTION("maybe")),
    (Address_list, others,   IG_LIST_OF(Address), IG_MIN_LENGTH(1), IG_MAX_LENGTH(3)),
    (str_list,     names,    IG_DEFAULT_FACTORY(ig_empty)),
    (Rank_list,    ranks,    IG_ENUM(Rank)),
    (i64_map,      scores,   IG_MIN_LENGTH(1)),
    (json_map,     anything),
    (decimal_list, prices),
    (i64_list,     maybe,    IG_NULLABLE, IG_REQUIRED));

MODEL_FORWARD(Node);
MODEL(Node, (), (i64, v), (Node *, next, IG_OBJ(Node), IG_NULLABLE));
MODEL(Tree, (), (Node *, root, IG_OBJ(Node)));

MODEL(Noted, (IG_TITLE("My title"), IG_DESCRIPTION("Has all notes."), IG_EXTRA(forbid)),
    (str,      secret_name, IG_DESCRIPTION("who it is"), IG_EXAMPLES("x", "y"), IG_TITLE("Who")),
    (i64,      level,       IG_DEFAULT(5), IG_GE(1), IG_LT(100), IG_MULTIPLE_OF(5), IG_EXAMPLES(5, 10)),
    (str,      other,       IG_ALIAS("someKey__v1b")),
    (str,      kind,        IG_ONE_OF("a", "b"), IG_DEFAULT("b")),
    (str,      one,         IG_ONE_OF("a")),
    (str,      mail,        IG_FORMAT("email")),
    (Rank,     rank,        IG_ENUM(Rank), IG_DEFAULT(Rank_veteran)),
    (datetime, when,        IG_DEFAULT("2024-01-01T00:00:00Z")),
    (decimal,  price,       IG_DEFAULT("1.50"), IG_MAX_DIGITS(5), IG_DECIMAL_PLACES(2)),
    (i64_list, tags,        IG_EXAMPLES("[1, 2]")),
    (i64,      id,          IG_DEFAULT(0), IG_SKIP_JSON_SCHEMA));

MODEL(Digits, (),
    (decimal, a, IG_MAX_DIGITS(5)),
    (decimal, b, IG_DECIMAL_PLACES(2)),
    (decimal, c, IG_MAX_DIGITS(2), IG_DECIMAL_PLACES(5)),
    (decimal, d, IG_GT(0), IG_LT("1.5"), IG_MULTIPLE_OF("0.05")));

MODEL(Open, (IG_EXTRA(allow)), (bool, flag, IG_DEFAULT(true), IG_EXAMPLES(true, false)),
    (Rank, rank, IG_ENUM(Rank), IG_EXAMPLES(Rank_rookie)), (f64, huge, IG_DEFAULT(INFINITY), IG_LE(INFINITY)),
    (str, quoted, IG_DEFAULT("a\"\n"), IG_PATTERN("\\d\"")));

/* The Hero of the second seed. */
MODEL(Hero, (IG_TABLE("hero")),
    (uuid,    id,          IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4), IG_SKIP_JSON_SCHEMA),
    (str,     name),
    (str,     secret_name),
    (opt_i64, age));
VIEW(HeroUpdate, Hero, IG_OMIT("id"), IG_PARTIAL);
VIEW(HeroName, Hero, IG_ONLY("name"), IG_DESCRIPTION("The name alone."), IG_TITLE("Name of a hero"));

/* A table with a key that the database makes, and a relationship. */
MODEL(Band, (IG_TABLE("band"), IG_DESCRIPTION("A band.")),
    (i64,        id,      IG_PRIMARY_KEY),
    (str,        name),
    (Hero_list,  members, IG_RELATIONSHIP(Hero)));

MODEL(Plain, (), (str, b, IG_MIN_LENGTH(2), IG_MAX_LENGTH(9), IG_DESCRIPTION("The b.")), (i64, a, IG_DEFAULT(3)),
    (str, p, IG_PATTERN("^(?!x)")), (bytes, raw), (decimal, price, IG_GE(0), IG_MAX_DIGITS(4)),
    (opt_str, note), (Rank, rank, IG_ENUM(Rank), IG_DESCRIPTION("How far.")), (str, host, IG_FORMAT("hostname")));

MODEL(Mapped, (), (i64, a), (str_map, labels));
MODEL(Anything, (), (json_list, values));
MODEL(Longest_name_of_a_model_that_is_more_than_sixty_four_characters_x, (), (i64, a));
MODEL(Broken, (), (str, name, IG_GE(1)));

/* ---- helpers ----------------------------------------------------------------------------------------------------- */

static void with_double_quotes(char *text)
{
    for (; *text; text++)
        *text = *text == '\'' ? '"' : *text;
}

static void expect_form(const ig_model *model, ig_schema_dialect dialect, bool list, const char *expected)
{
    ig_error err = {0};
    ig_buf   got = {0};
    char    *want = strdup(expected);
    ig_code (*write)(const ig_model *, ig_schema_dialect, ig_buf *, ig_error *) = list ? ig_schema_write_list
                                                                                       : ig_schema_write;

    assert_non_null(want);
    with_double_quotes(want);
    assert_int_equal(write(model, dialect, &got, &err), IG_OK);
    assert_string_equal(got.p, want);
    free(want);
    ig_buf_fini(&got);
}

static void expect(const ig_model *model, const char *expected)
{
    expect_form(model, IG_SCHEMA_PYDANTIC, false, expected);
}

static void expect_refusal(const ig_model *model, ig_schema_dialect dialect, const char *part_of_message)
{
    ig_error err = {0};
    ig_buf   out = {0};

    ig_buf_str(&out, "before");
    assert_int_equal(ig_schema_write(model, dialect, &out, &err), IG_E_MODEL);
    assert_int_equal(err.code, IG_E_MODEL);
    assert_non_null(strstr(err.msg, part_of_message));
    assert_string_equal(out.p, "before");
    assert_int_equal(ig_schema_write(model, dialect, &out, NULL), IG_E_MODEL);
    ig_buf_fini(&out);
}

/* ---- Pydantic ---------------------------------------------------------------------------------------------------- */

static void every_kind(void **state)
{
    (void)state;
    expect(&Kinds_model, /* Pydantic */
           "{'$defs':{'Rank':{'enum':['rookie','veteran'],'title':'Rank','type':'string'}},"
           "'properties':{'a':{'title':'A','type':'boolean'},'b':{'title':'B','type':'integer'},'c':{'title':'C',"
           "'type':'number'},'d':{'title':'D','type':'string'},'e':{'format':'binary','title':'E','type':'string'},"
           "'f':{'format':'uuid','title':'F','type':'string'},'g':{'format':'date-time','title':'G',"
           "'type':'string'},'h':{'format':'date','title':'H','type':'string'},'i':{'format':'time','title':'I',"
           "'type':'string'},'j':{'format':'duration','title':'J','type':'string'},'k':{'anyOf':[{'type':'number'},"
           "{'pattern':'^(?!^[-+.]*$)[+-]?0*\\\\d*\\\\.?\\\\d*$','type':'string'}],'title':'K'},'l':{'title':'L'},"
           "'m':{'$ref':'#/$defs/Rank'}},'required':['a','b','c','d','e','f','g','h','i','j','k','l','m'],"
           "'title':'Kinds','type':'object'}");
}

static void optional_members(void **state)
{
    (void)state;
    expect(&Opts_model, /* Pydantic */
           "{'$defs':{'Rank':{'enum':['rookie','veteran'],'title':'Rank','type':'string'}},"
           "'properties':{'a':{'anyOf':[{'type':'boolean'},{'type':'null'}],'default':null,'title':'A'},"
           "'b':{'anyOf':[{'type':'integer'},{'type':'null'}],'title':'B'},'c':{'anyOf':[{'exclusiveMaximum':9,"
           "'exclusiveMinimum':0.5,'type':'number'},{'type':'null'}],'default':1.5,'title':'C'},"
           "'d':{'anyOf':[{'maxLength':5,'minLength':2,'pattern':'^a+$','type':'string'},{'type':'null'}],"
           "'default':null,'title':'D'},'e':{'anyOf':[{'maximum':1000.0,'minimum':0.0,'type':'number'},"
           "{'pattern':'^(?!^[-+.]*$)[+-]?0*\\\\d*\\\\.?\\\\d*$','type':'string'},{'type':'null'}],'default':null,"
           "'title':'E'},'f':{'anyOf':[{},{'type':'null'}],'default':null,'title':'F'},"
           "'g':{'anyOf':[{'$ref':'#/$defs/Rank'},{'type':'null'}],'default':null},'h':{'anyOf':[{'const':'x',"
           "'type':'string'},{'type':'null'}],'default':null,'title':'H'},'i':{'anyOf':[{'format':'date-time',"
           "'type':'string'},{'type':'null'}],'default':null,'title':'I'}},'required':['b'],'title':'Opts',"
           "'type':'object'}");
}

static void nested_models_lists_and_maps(void **state)
{
    (void)state;
    expect(&Nested_model, /* Pydantic */
           "{'$defs':{'Address':{'description':'An address.','properties':{'street':{'title':'Street',"
           "'type':'string'},'zip_code':{'description':'ZIP','title':'Zip Code','type':'integer'}},"
           "'required':['street','zip_code'],'title':'Address','type':'object'},'Rank':{'enum':['rookie','veteran'],"
           "'title':'Rank','type':'string'}},'properties':{'home':{'$ref':'#/$defs/Address'},"
           "'work':{'anyOf':[{'$ref':'#/$defs/Address'},{'type':'null'}],'default':null,'description':'maybe'},"
           "'others':{'items':{'$ref':'#/$defs/Address'},'maxItems':3,'minItems':1,'title':'Others','type':'array'},"
           "'names':{'items':{'type':'string'},'title':'Names','type':'array'},"
           "'ranks':{'items':{'$ref':'#/$defs/Rank'},'title':'Ranks','type':'array'},"
           "'scores':{'additionalProperties':{'type':'integer'},'minProperties':1,'title':'Scores','type':'object'},"
           "'anything':{'additionalProperties':true,'title':'Anything','type':'object'},"
           "'prices':{'items':{'anyOf':[{'type':'number'},{'pattern':'^(?!^[-+.]*$)[+-]?0*\\\\d*\\\\.?\\\\d*$',"
           "'type':'string'}]},'title':'Prices','type':'array'},'maybe':{'anyOf':[{'items':{'type':'integer'},"
           "'type':'array'},{'type':'null'}],'title':'Maybe'}},'required':['home','others','ranks','scores',"
           "'anything','prices','maybe'],'title':'Nested','type':'object'}");
}

static void a_recursive_model_is_a_reference(void **state)
{
    (void)state;
    expect(&Node_model, /* Pydantic */
           "{'$defs':{'Node':{'properties':{'v':{'title':'V','type':'integer'},"
           "'next':{'anyOf':[{'$ref':'#/$defs/Node'},{'type':'null'}],'default':null}},'required':['v'],"
           "'title':'Node','type':'object'}},'$ref':'#/$defs/Node'}");
    expect(&Tree_model, /* Pydantic */
           "{'$defs':{'Node':{'properties':{'v':{'title':'V','type':'integer'},"
           "'next':{'anyOf':[{'$ref':'#/$defs/Node'},{'type':'null'}],'default':null}},'required':['v'],"
           "'title':'Node','type':'object'}},'properties':{'root':{'$ref':'#/$defs/Node'}},'required':['root'],"
           "'title':'Tree','type':'object'}");
}

static void notes_aliases_and_defaults(void **state)
{
    (void)state;
    expect(&Noted_model, /* Pydantic */
           "{'$defs':{'Rank':{'enum':['rookie','veteran'],'title':'Rank','type':'string'}},"
           "'additionalProperties':false,'description':'Has all notes.',"
           "'properties':{'secret_name':{'description':'who it is','examples':['x','y'],'title':'Who',"
           "'type':'string'},'level':{'default':5,'examples':[5,10],'exclusiveMaximum':100,'minimum':1,"
           "'multipleOf':5,'title':'Level','type':'integer'},'someKey__v1b':{'title':'Somekey  V1B',"
           "'type':'string'},'kind':{'default':'b','enum':['a','b'],'title':'Kind','type':'string'},"
           "'one':{'const':'a','title':'One','type':'string'},'mail':{'format':'email','title':'Mail',"
           "'type':'string'},'rank':{'$ref':'#/$defs/Rank','default':'veteran'},"
           "'when':{'default':'2024-01-01T00:00:00Z','format':'date-time','title':'When','type':'string'},"
           "'price':{'anyOf':[{'type':'number'},{'pattern':'^(?!^[-+.]*$)[+-]?0*(?:\\\\d{0,3}|(?=[\\\\d.]{1,"
           "6}0*$)\\\\d{0,3}\\\\.\\\\d{0,2}0*$)','type':'string'}],'default':'1.50','title':'Price'},"
           "'tags':{'examples':[[1,2]],'items':{'type':'integer'},'title':'Tags','type':'array'}},"
           "'required':['secret_name','someKey__v1b','one','mail','tags'],'title':'My title','type':'object'}");
}

static void digits_of_decimals(void **state)
{
    (void)state;
    expect(&Digits_model, /* Pydantic */
           "{'properties':{'a':{'anyOf':[{'type':'number'},{'pattern':'^(?!^[-+.]*$)[+-]?0*(?:\\\\d{0,"
           "5}|(?=[\\\\d.]{1,6}0*$)\\\\d*\\\\.\\\\d*0*$)','type':'string'}],'title':'A'},"
           "'b':{'anyOf':[{'type':'number'},{'pattern':'^(?!^[-+.]*$)[+-]?0*\\\\d*\\\\.?\\\\d{0,2}0*$',"
           "'type':'string'}],'title':'B'},'c':{'anyOf':[{'type':'number'},"
           "{'pattern':'^(?!^[-+.]*$)[+-]?0*(?:\\\\d{0,0}|(?=[\\\\d.]{1,3}0*$)\\\\d{0,0}\\\\.\\\\d{0,5}0*$)',"
           "'type':'string'}],'title':'C'},'d':{'anyOf':[{'exclusiveMaximum':1.5,'exclusiveMinimum':0.0,"
           "'multipleOf':0.05,'type':'number'},{'pattern':'^(?!^[-+.]*$)[+-]?0*\\\\d*\\\\.?\\\\d*$',"
           "'type':'string'}],'title':'D'}},'required':['a','b','c','d'],'title':'Digits','type':'object'}");
}

/* Infinity has no word in JSON: neither default nor bound is shown. */
static void extra_keys_and_odd_literals(void **state)
{
    (void)state;
    expect(&Open_model,
           "{'$defs':{'Rank':{'enum':['rookie','veteran'],'title':'Rank','type':'string'}},'additionalProperties':true,"
           "'properties':{'flag':{'default':true,'examples':[true,false],'title':'Flag','type':'boolean'},"
           "'rank':{'$ref':'#/$defs/Rank','examples':['rookie']},'huge':{'title':'Huge','type':'number'},"
           "'quoted':{'default':'a\\\"\\n','pattern':'\\\\d\\\"','title':'Quoted','type':'string'}},"
           "'required':['rank'],'title':'Open','type':'object'}");
}

/* The schema that the document of the second seed prints, with its own order of keys and spaces. */
static void the_seeds_hero(void **state)
{
    ig_arena        arena = {0};
    ig_buf          got = {0}, a = {0};
    const ig_value *v;

    (void)state;
    assert_int_equal(ig_schema_write(&Hero_model, IG_SCHEMA_PYDANTIC, &got, NULL), IG_OK);
    v = ig_value_parse(
        IG_S("{\"properties\": {\"name\": {\"title\": \"Name\", \"type\": \"string\"}, \"secret_name\": {\"title\": "
             "\"Secret Name\", \"type\": \"string\"}, \"age\": {\"anyOf\": [{\"type\": \"integer\"}, {\"type\": "
             "\"null\"}], \"default\": null, \"title\": \"Age\"}}, \"required\": [\"name\", \"secret_name\"], "
             "\"title\": \"Hero\", \"type\": \"object\"}"),
        NULL, &arena, NULL);
    assert_non_null(v);
    ig_value_write(v, &a);
    assert_string_equal(got.p, a.p);
    ig_buf_fini(&got);
    ig_buf_fini(&a);
    ig_arena_fini(&arena);
}

static void views(void **state)
{
    (void)state;
    expect(
        &HeroUpdate_view,
        "{'properties':{'name':{'title':'Name','type':'string'},'secret_name':{'title':'Secret Name','type':'string'},"
        "'age':{'anyOf':[{'type':'integer'},{'type':'null'}],'title':'Age'}},'title':'HeroUpdate','type':'object'}");
    expect(
        &HeroName_view,
        "{'description':'The name alone.','properties':{'name':{'title':'Name','type':'string'}},'required':['name'],"
        "'title':'Name of a hero','type':'object'}");
}

/* Pydantic shows a table's key; a language model is never asked for it. */
static void generated_keys_and_relationships(void **state)
{
    (void)state;
    expect(&Band_model, "{'description':'A band.','properties':{'id':{'title':'Id','type':'integer'},"
                        "'name':{'title':'Name','type':'string'}},'required':['name'],'title':'Band','type':'object'}");
    expect_form(
        &Band_model, IG_SCHEMA_OPENAI, false,
        "{'name':'Band','description':'A band.','parameters':{'properties':{'name':{'title':'Name','type':'string'}},"
        "'required':['name'],'type':'object'}}");
}

static void the_same_text_at_every_call(void **state)
{
    ig_buf one = {0}, two = {0};

    (void)state;
    assert_int_equal(ig_schema_write(&Nested_model, IG_SCHEMA_OPENAI, &one, NULL), IG_OK);
    assert_int_equal(ig_schema_write(&Nested_model, IG_SCHEMA_OPENAI, &two, NULL), IG_OK);
    assert_string_equal(one.p, two.p);
    assert_int_equal(ig_schema_write(&Hero_model, IG_SCHEMA_OPENAI, &one, NULL), IG_OK);
    assert_memory_equal(one.p, two.p, two.n); /* appended */
    assert_true(one.n > two.n);
    ig_buf_fini(&one);
    ig_buf_fini(&two);
}

/* ---- tools ------------------------------------------------------------------------------------------------------- */

/* Instructor: no title and description inside, required sorted and always there. */
static void openai_tool(void **state)
{
    (void)state;
    expect_form(
        &Hero_model, IG_SCHEMA_OPENAI, false,
        "{'name':'Hero','description':'Correctly extracted `Hero` with all the required parameters with correct types',"
        "'parameters':{'properties':{'name':{'title':'Name','type':'string'},'secret_name':{'title':'Secret Name',"
        "'type':'string'},'age':{'anyOf':[{'type':'integer'},{'type':'null'}],'default':null,'title':'Age'}},"
        "'required':['name','secret_name'],'type':'object'}}");
    expect_form(
        &HeroUpdate_view, IG_SCHEMA_OPENAI, false,
        "{'name':'HeroUpdate','description':'Correctly extracted `HeroUpdate` with all the required parameters with "
        "correct types','parameters':{'properties':{'name':{'title':'Name','type':'string'},"
        "'secret_name':{'title':'Secret Name','type':'string'},'age':{'anyOf':[{'type':'integer'},{'type':'null'}],"
        "'title':'Age'}},'required':[],'type':'object'}}");
}

static void required_of_a_tool_is_sorted(void **state)
{
    ig_buf got = {0};

    (void)state;
    assert_int_equal(ig_schema_write(&Plain_model, IG_SCHEMA_OPENAI, &got, NULL), IG_OK);
    assert_non_null(strstr(got.p, "\"required\":[\"b\",\"host\",\"p\",\"price\",\"rank\",\"raw\"]"));
    ig_buf_fini(&got);
}

static void anthropic_tool(void **state)
{
    (void)state;
    expect_form(
        &Address_model, IG_SCHEMA_ANTHROPIC, false,
        "{'name':'Address','description':'An address.','input_schema':{'description':'An address.',"
        "'properties':{'street':{'title':'Street','type':'string'},'zip_code':{'description':'ZIP',"
        "'title':'Zip Code','type':'integer'}},'required':['street','zip_code'],'title':'Address','type':'object'}}");
}

/* A tool's parameters must be an object, so the root is written out. */
static void a_recursive_tool_is_an_object(void **state)
{
    (void)state;
    expect_form(
        &Node_model, IG_SCHEMA_OPENAI, false,
        "{'name':'Node','description':'Correctly extracted `Node` with all the required parameters with correct types',"
        "'parameters':{'$defs':{'Node':{'properties':{'v':{'title':'V','type':'integer'},"
        "'next':{'anyOf':[{'$ref':'#/$defs/Node'},{'type':'null'}],'default':null}},'required':['v'],"
        "'title':'Node','type':'object'}},'properties':{'v':{'title':'V','type':'integer'},"
        "'next':{'anyOf':[{'$ref':'#/$defs/Node'},{'type':'null'}],'default':null}},'required':['v'],"
        "'type':'object'}}");
}

static void a_list_is_wrapped(void **state)
{
    (void)state;
    expect_form(
        &HeroName_view, IG_SCHEMA_OPENAI, true, /* case E02, with a view */
        "{'name':'IterableHeroName','description':'Correct segmentation of `HeroName` tasks',"
        "'parameters':{'$defs':{'HeroName':{'description':'The name alone.',"
        "'properties':{'name':{'title':'Name','type':'string'}},'required':['name'],'title':'Name of a hero',"
        "'type':'object'}},'properties':{'tasks':{'description':'Correctly segmented list of `HeroName` tasks',"
        "'items':{'$ref':'#/$defs/HeroName'},'title':'Tasks','type':'array'}},'required':['tasks'],'type':'object'}}");
    expect_form(
        &HeroName_view, IG_SCHEMA_PYDANTIC, true,
        "{'$defs':{'HeroName':{'description':'The name alone.','properties':{'name':{'title':'Name','type':'string'}},"
        "'required':['name'],'title':'Name of a hero','type':'object'}},"
        "'description':'Correct segmentation of `HeroName` tasks',"
        "'properties':{'tasks':{'description':'Correctly segmented list of `HeroName` tasks',"
        "'items':{'$ref':'#/$defs/HeroName'},'title':'Tasks','type':'array'}},'required':['tasks'],"
        "'title':'IterableHeroName','type':'object'}");
}

/* ---- strict mode ------------------------------------------------------------------------------------------------- */

/* No defaults, no lengths, no lookaround, nothing beside a $ref; everything required, what was not is nullable. */
static void strict_mode_says_it_in_words(void **state)
{
    (void)state;
    expect_form(
        &Plain_model, IG_SCHEMA_OPENAI_STRICT, false,
        "{'name':'Plain','description':'Correctly extracted `Plain` with all the required parameters with correct "
        "types','strict':true,'parameters':{'$defs':{'Rank':{'enum':['rookie','veteran'],'type':'string'}},"
        "'additionalProperties':false,'properties':{"
        "'b':{'description':'The b. (minLength=2, maxLength=9)','type':'string'},"
        "'a':{'anyOf':[{'type':'integer'},{'type':'null'}],'description':'Default: 3.'},"
        "'p':{'description':'(pattern=^(?!x))','type':'string'},"
        "'raw':{'description':'(format=binary)','type':'string'},"
        "'price':{'description':'(maxDigits=4)','minimum':0.0,'type':'number'},"
        "'note':{'anyOf':[{'type':'string'},{'type':'null'}]},"
        "'rank':{'anyOf':[{'$ref':'#/$defs/Rank'}],'description':'How far.'},"
        "'host':{'format':'hostname','type':'string'}},"
        "'required':['b','a','p','raw','price','note','rank','host'],'type':'object'}}");
}

static void strict_lists(void **state)
{
    (void)state;
    expect_form(
        &HeroName_view, IG_SCHEMA_OPENAI_STRICT, true,
        "{'name':'IterableHeroName','description':'Correct segmentation of `HeroName` tasks','strict':true,"
        "'parameters':{'$defs':{'HeroName':{'additionalProperties':false,'description':'The name alone.',"
        "'properties':{'name':{'type':'string'}},'required':['name'],'type':'object'}},'additionalProperties':false,"
        "'properties':{'tasks':{'description':'Correctly segmented list of `HeroName` tasks',"
        "'items':{'$ref':'#/$defs/HeroName'},'type':'array'}},'required':['tasks'],'type':'object'}}");
}

static void strict_mode_refuses_what_it_cannot_say(void **state)
{
    (void)state;
    expect_refusal(&Mapped_model, IG_SCHEMA_OPENAI_STRICT, "Mapped.labels");
    expect_refusal(&Anything_model, IG_SCHEMA_OPENAI_STRICT, "Anything.values");
    expect_refusal(&Longest_name_of_a_model_that_is_more_than_sixty_four_characters_x_model, IG_SCHEMA_OPENAI_STRICT,
                   "at most 64");
}

static void a_mistake_in_the_model_is_named(void **state)
{
    (void)state;
    expect_refusal(&Broken_model, IG_SCHEMA_PYDANTIC, "Broken.name");
}

/* A buffer that has failed before keeps its failure. */
static void a_full_buffer_is_reported(void **state)
{
    ig_error err = {0};
    ig_buf   out = {.max_bytes = 50};

    (void)state;
    assert_int_equal(ig_schema_write(&Hero_model, IG_SCHEMA_PYDANTIC, &out, &err), IG_E_LIMIT);
    assert_int_equal(err.code, IG_E_LIMIT);
    assert_int_equal(out.n, 0);
    ig_buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind),
        cmocka_unit_test(optional_members),
        cmocka_unit_test(nested_models_lists_and_maps),
        cmocka_unit_test(a_recursive_model_is_a_reference),
        cmocka_unit_test(notes_aliases_and_defaults),
        cmocka_unit_test(digits_of_decimals),
        cmocka_unit_test(extra_keys_and_odd_literals),
        cmocka_unit_test(the_seeds_hero),
        cmocka_unit_test(views),
        cmocka_unit_test(generated_keys_and_relationships),
        cmocka_unit_test(the_same_text_at_every_call),
        cmocka_unit_test(openai_tool),
        cmocka_unit_test(required_of_a_tool_is_sorted),
        cmocka_unit_test(anthropic_tool),
        cmocka_unit_test(a_recursive_tool_is_an_object),
        cmocka_unit_test(a_list_is_wrapped),
        cmocka_unit_test(strict_mode_says_it_in_words),
        cmocka_unit_test(strict_lists),
        cmocka_unit_test(strict_mode_refuses_what_it_cannot_say),
        cmocka_unit_test(a_mistake_in_the_model_is_named),
        cmocka_unit_test(a_full_buffer_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
