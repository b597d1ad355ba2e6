#include "diagnosis/compose.h"

struct slice compose_text(struct diagnosis *d, struct arena *arena, const struct rule_text *text,
                          enum text_kind kind, const struct fact_context *context)
{
    buf_clear(&d->work);
    ruletext_render(&d->work, text, kind, context);
    return arena_copy(arena, buf_slice(&d->work));
}

/* ---- steps ------------------------------------------------------------------------------------- */

static bool compose_step(struct diagnosis *d, struct arena *arena, const struct rule_step *step,
                         const struct fact_context *context, struct spw_step *out)
{
    struct slice *commands = ARENA_ARRAY(arena, step->n_commands, struct slice);
    bool good = commands != NULL;
    for (size_t i = 0; good && i < step->n_commands; i++) {
        commands[i] = compose_text(d, arena, &step->commands[i], TEXT_COMMAND, context);
        good = commands[i].p != NULL;
    }
    out->text = compose_text(d, arena, &step->text, TEXT_RUNNING, context);
    out->commands = commands;
    out->n_commands = step->n_commands;
    return good && out->text.p != NULL;
}

static enum tri holds(const struct expr *when, const struct fact_context *context)
{
    return when == NULL ? TRI_YES : expr_eval(when, context, NULL);
}

static bool compose_steps_that(struct diagnosis *d, struct arena *arena,
                               const struct rule_step *steps, size_t n,
                               const struct fact_context *context, enum tri wanted,
                               struct step_list *out)
{
    for (size_t i = 0; i < n; i++) {
        if (holds(steps[i].when, context) == wanted &&
            !compose_step(d, arena, &steps[i], context, &out->list[out->n++])) {
            return false;
        }
    }
    return true;
}

bool compose_steps(struct diagnosis *d, struct arena *arena, const struct rule_step *steps,
                   size_t n, const struct fact_context *context, struct step_list *out)
{
    out->n = 0;
    out->list = ARENA_ARRAY(arena, n, struct spw_step);
    if (out->list == NULL || !compose_steps_that(d, arena, steps, n, context, TRI_YES, out)) {
        return false;
    }
    return out->n != 0 || compose_steps_that(d, arena, steps, n, context, TRI_UNKNOWN, out);
}

/* ---- for and against --------------------------------------------------------------------------- */

/* Those that definitely hold, each with the place that its condition rests on. */
static bool compose_grounds(struct diagnosis *d, struct arena *arena,
                            const struct rule_grounds *grounds, const struct fact_context *context,
                            struct ground_list *out)
{
    out->n = 0;
    out->list = ARENA_ARRAY(arena, grounds->n, struct spw_ground);
    for (size_t i = 0; out->list != NULL && i < grounds->n; i++) {
        const struct rule_ground *ground = &grounds->list[i];
        struct expr_evidence evidence = {.n = 0};
        if (ground->when != NULL && expr_eval(ground->when, context, &evidence) != TRI_YES) {
            continue;
        }
        struct spw_ground *o = &out->list[out->n++];
        o->text = compose_text(d, arena, &ground->text, TEXT_RUNNING, context);
        if (evidence.n != 0) {
            o->at = *evidence.at[0];
        }
        if (o->text.p == NULL) {
            return false;
        }
    }
    return out->list != NULL;
}

static bool compose_rival(struct diagnosis *d, struct arena *arena, const struct rule_rival *rival,
                          const struct fact_context *context, struct spw_rival *out)
{
    struct ground_list speaks_for;
    struct ground_list speaks_against;
    if (!compose_grounds(d, arena, &rival->speaks_for, context, &speaks_for) ||
        !compose_grounds(d, arena, &rival->speaks_against, context, &speaks_against)) {
        return false;
    }
    *out = (struct spw_rival){
        .cause = rival->cause->id,
        .title = rival->cause->meaning,
        .speaks_for = speaks_for.list,
        .n_for = speaks_for.n,
        .speaks_against = speaks_against.list,
        .n_against = speaks_against.n,
    };
    return compose_step(d, arena, &rival->tell, context, &out->tell);
}

bool compose_case(struct diagnosis *d, struct finding *f, const struct hit *hit)
{
    const struct rule *rule = hit->rule;
    const struct fact_context *context = hit->context;
    f->n_rivals = 0;
    f->rivals = ARENA_ARRAY(&f->arena, rule->n_rivals, struct spw_rival);
    if (f->rivals == NULL ||
        !compose_grounds(d, &f->arena, &rule->speaks_for, context, &f->speaks_for) ||
        !compose_grounds(d, &f->arena, &rule->speaks_against, context, &f->speaks_against)) {
        return false;
    }
    for (size_t i = 0; i < rule->n_rivals; i++) {
        if (holds(rule->rivals[i].when, context) != TRI_NO &&
            !compose_rival(d, &f->arena, &rule->rivals[i], context, &f->rivals[f->n_rivals++])) {
            return false;
        }
    }
    return true;
}
