/* Defines the models and looks at them from here and from use.c. Exit status: the number of the check that failed.
 * SPDX-License-Identifier: MIT */
#define IG_DEFINE_MODELS
#include "models.h"

int main(void)
{
    Hero hero = {.name = S("Nova"), .rank = Rank_veteran};

    if (hero_model_elsewhere() != &Hero_model || hero_view_elsewhere() != &HeroPublic_view)
        return 1;
    if (rank_elsewhere() != &Rank_enum || Rank_enum.n != 2)
        return 2;
    if (hero_name_bytes(&hero) != 4)
        return 3;
    if (Hero_model.n_fields != 4 || Hero_model.size != sizeof(Hero) || HeroPublic_view.base_ != &Hero_model)
        return 4;
    if (Hero_model.fields[1].offset != offsetof(Hero, name) || Hero_model.fields[3].model_ != &Team_model)
        return 5;
    return 0;
}
