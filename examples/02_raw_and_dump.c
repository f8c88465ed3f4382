/* The raw answer has no id, because the schema does not ask for one; the object has. SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include <ingot/ingot.h>

MODEL(Hero, (IG_TABLE("hero")),
    (uuid,    id,          IG_PRIMARY_KEY, IG_DEFAULT_FACTORY(ig_uuid4), IG_SKIP_JSON_SCHEMA),
    (str,     name),
    (str,     secret_name),
    (opt_i64, age));

int main(void)
{
    ig_error      err;
    ig_arena      arena = {0};
    ig_buf        text = {0};
    ig_completion answer = {0};
    ig_llm       *llm = ig_llm_open("openai/gpt-4o-mini", NULL);
    ig_engine    *engine = ig_engine_open("sqlite:///database.db", NULL);
    ig_session   *session = ig_session_open(engine);
    Hero         *hero;
    int           status = 0;

    if (ig_schema_write(&Hero_model, IG_SCHEMA_PYDANTIC, &text, &err) || ig_create_all(engine, IG_MODELS(Hero), &err) ||
        ig_create(llm, Hero, S("Make a new superhero"), &(ig_create_opts){.completion = &answer}, &arena, &hero,
                  &err) ||
        ig_session_add(session, Hero, hero) || ig_session_commit(session, &err)) {
        status = ig_error_print(&err, stderr);
    } else {
        printf("schema: %s\n", text.p);
        printf("answer: %s\n", answer.text.p);
        ig_buf_reset(&text);
        ig_json_write(&Hero_model, hero, NULL, &text);
        printf("hero:   %s\n", text.p);
    }

    ig_session_close(session);
    ig_engine_close(engine);
    ig_llm_close(llm);
    ig_arena_fini(&arena);
    ig_buf_fini(&text);
    return status;
}
