/* Bulk generation: one call for a list of heroes, one commit for all of them. SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include "heroes.h"

int main(void)
{
    ig_error    err;
    ig_arena    arena = {0};
    ig_llm     *llm = ig_llm_open("openai/gpt-4o-mini", NULL);
    ig_engine  *engine = ig_engine_open("sqlite:///heroes.db", NULL);
    ig_session *session = ig_session_open(engine);
    Hero_list   heroes;
    int         status = 0;

    if (ig_create_all(engine, IG_MODELS(Hero), &err) ||
        ig_create_list(llm, Hero, S("Create a team of 10 diverse superheroes"), NULL, &arena, &heroes, &err) ||
        ig_session_add_all(session, Hero, heroes) || ig_session_commit(session, &err)) {
        status = ig_error_print(&err, stderr);
    } else {
        IG_FOR(Hero, hero, heroes)
            printf("%-28s %s\n", hero->name.p, hero->secret_name.p);
        printf("Created %zu heroes\n", heroes.n);
    }

    ig_session_close(session);
    ig_engine_close(engine);
    ig_llm_close(llm);
    ig_arena_fini(&arena);
    return status;
}
