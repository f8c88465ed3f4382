/* The quick start: ask a language model for a hero, validate the answer, store it. SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

MODEL(Hero, (IG_TABLE("hero")),
    (uuid,    id,          IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4), IG_SKIP_JSON_SCHEMA),
    (str,     name),
    (str,     secret_name),
    (opt_i64, age),
    (opt_i64, power_level, IG_GE(1), IG_LE(100)));

int main(void)
{
    ig_error    err;
    ig_arena    arena = {0};
    ig_llm     *llm = ig_llm_open("openai/gpt-4o-mini", NULL);
    ig_engine  *engine = ig_engine_open("sqlite:///heroes.db", NULL);
    ig_session *session = ig_session_open(engine);
    Hero       *hero;
    int         status = 0;

    if (ig_create_all(engine, IG_MODELS(Hero), &err) ||
        ig_create(llm, Hero, S("Create a superhero with a power level between 1-100"), NULL, &arena, &hero, &err) ||
        ig_session_add(session, Hero, hero) || ig_session_commit(session, &err))
        status = ig_error_print(&err, stderr);
    else
        printf("Created hero: %s with power level %" PRId64 "\n", hero->name.p, hero->power_level.v);

    ig_session_close(session);
    ig_engine_close(engine);
    ig_llm_close(llm);
    ig_arena_fini(&arena);
    return status;
}
