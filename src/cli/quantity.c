#include "cli/quantity.h"

struct unit {
    uint8_t letter;
    uint64_t factor;
};

static const uint64_t second_us = 1000000;
static const uint64_t century_s = 3155760000;

/* Takes the last letter off when it is a unit. False: it is none. */
static bool take_unit(struct slice *text, const struct unit *units, size_t n, uint64_t *factor)
{
    *factor = 1;
    if (text->n == 0 || ascii_digit(text->p[text->n - 1])) {
        return text->n > 0;
    }
    for (size_t i = 0; i < n; i++) {
        if (ascii_fold(text->p[text->n - 1]) == units[i].letter) {
            *factor = units[i].factor;
            *text = slice_sub(*text, 0, text->n - 1);
            return true;
        }
    }
    return false;
}

bool quantity_duration(struct slice text, int64_t *us)
{
    static const struct unit units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
    struct slice whole, decimals;
    uint64_t factor = 1, seconds = 0, fraction = 0, scale = second_us;
    if (!take_unit(&text, units, sizeof units / sizeof units[0], &factor)) {
        return false;
    }
    bool has_point = slice_split(text, '.', &whole, &decimals);
    if (slice_to_u64(whole, century_s / factor, &seconds) != NUMBER_OK ||
        (has_point &&
         (decimals.n > 6 || slice_to_u64(decimals, second_us, &fraction) != NUMBER_OK))) {
        return false;
    }
    for (size_t i = 0; i < decimals.n; i++) {
        scale /= 10;
    }
    *us = (int64_t)((seconds * second_us + fraction * scale) * factor);
    return true;
}

bool quantity_size(struct slice text, uint64_t *bytes)
{
    static const struct unit units[] = {{'k', 1024}, {'m', 1024 * 1024}, {'g', 1024 * 1024 * 1024}};
    uint64_t factor = 1, n = 0;
    if (!take_unit(&text, units, sizeof units / sizeof units[0], &factor) ||
        slice_to_u64(text, (UINT64_MAX >> 1) / factor, &n) != NUMBER_OK) {
        return false;
    }
    *bytes = n * factor;
    return true;
}
