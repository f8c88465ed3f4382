/* Uses the models that main.c defines.
 * SPDX-License-Identifier: MIT */
#ifdef DEFINE_AGAIN
#define IG_DEFINE_MODELS
#endif
#include "models.h"

const ig_model *hero_model_elsewhere(void)
{
    return &Hero_model;
}

const ig_model *hero_view_elsewhere(void)
{
    return &HeroPublic_view;
}

const ig_enum *rank_elsewhere(void)
{
    return &Rank_enum;
}

size_t hero_name_bytes(const Hero *hero)
{
    return hero->name.n;
}
