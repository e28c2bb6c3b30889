/* kh-address.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-address.h"

#include "kh-text.h"

#include <string.h>

/* What a word of a street line can stand for besides a name. */
typedef enum {
  WORD_NAME,
  WORD_NUMBER,
  WORD_DIRECTION,
  WORD_SUFFIX,
  WORD_UNIT,
} WordKind;

typedef struct {
  const char *written;
  const char *meant;
} Synonym;

static const Synonym directions[] = {
  { "n", "n" }, { "north", "n" },
  { "s", "s" }, { "south", "s" },
  { "e", "e" }, { "east", "e" },
  { "w", "w" }, { "west", "w" },
  { "ne", "ne" }, { "northeast", "ne" },
  { "nw", "nw" }, { "northwest", "nw" },
  { "se", "se" }, { "southeast", "se" },
  { "sw", "sw" }, { "southwest", "sw" },
};

/* USPS Publication 28, appendix C1: the suffixes in use, the ways they are
 * commonly written, and the standard abbreviation. */
static const Synonym suffixes[] = {
  { "alley", "aly" }, { "allee", "aly" }, { "ally", "aly" }, { "aly", "aly" },
  { "annex", "anx" }, { "anx", "anx" },
  { "arcade", "arc" }, { "arc", "arc" },
  { "avenue", "ave" }, { "av", "ave" }, { "ave", "ave" }, { "aven", "ave" }, { "avn", "ave" },
  { "bayou", "byu" }, { "byu", "byu" },
  { "beach", "bch" }, { "bch", "bch" },
  { "bend", "bnd" }, { "bnd", "bnd" },
  { "bluff", "blf" }, { "blf", "blf" }, { "bluffs", "blfs" }, { "blfs", "blfs" },
  { "bottom", "btm" }, { "btm", "btm" },
  { "boulevard", "blvd" }, { "blvd", "blvd" }, { "boul", "blvd" }, { "bl", "blvd" },
  { "branch", "br" }, { "br", "br" },
  { "bridge", "brg" }, { "brg", "brg" },
  { "brook", "brk" }, { "brk", "brk" }, { "brooks", "brks" }, { "brks", "brks" },
  { "burg", "bg" }, { "bg", "bg" },
  { "bypass", "byp" }, { "byp", "byp" },
  { "camp", "cp" }, { "cp", "cp" },
  { "canyon", "cyn" }, { "cyn", "cyn" },
  { "cape", "cpe" }, { "cpe", "cpe" },
  { "causeway", "cswy" }, { "cswy", "cswy" },
  { "center", "ctr" }, { "centre", "ctr" }, { "ctr", "ctr" }, { "cntr", "ctr" },
  { "centers", "ctrs" }, { "ctrs", "ctrs" },
  { "circle", "cir" }, { "cir", "cir" }, { "circ", "cir" }, { "crcl", "cir" },
  { "circles", "cirs" }, { "cirs", "cirs" },
  { "cliff", "clf" }, { "clf", "clf" }, { "cliffs", "clfs" }, { "clfs", "clfs" },
  { "club", "clb" }, { "clb", "clb" },
  { "common", "cmn" }, { "cmn", "cmn" }, { "commons", "cmns" }, { "cmns", "cmns" },
  { "corner", "cor" }, { "cor", "cor" }, { "corners", "cors" }, { "cors", "cors" },
  { "course", "crse" }, { "crse", "crse" },
  { "court", "ct" }, { "ct", "ct" }, { "crt", "ct" },
  { "courts", "cts" }, { "cts", "cts" },
  { "cove", "cv" }, { "cv", "cv" }, { "coves", "cvs" }, { "cvs", "cvs" },
  { "creek", "crk" }, { "crk", "crk" },
  { "crescent", "cres" }, { "cres", "cres" }, { "crsent", "cres" },
  { "crest", "crst" }, { "crst", "crst" },
  { "crossing", "xing" }, { "xing", "xing" }, { "crssng", "xing" },
  { "crossroad", "xrd" }, { "xrd", "xrd" },
  { "curve", "curv" }, { "curv", "curv" },
  { "dale", "dl" }, { "dl", "dl" },
  { "dam", "dm" }, { "dm", "dm" },
  { "divide", "dv" }, { "dv", "dv" },
  { "drive", "dr" }, { "dr", "dr" }, { "drv", "dr" }, { "driv", "dr" },
  { "drives", "drs" }, { "drs", "drs" },
  { "estate", "est" }, { "est", "est" }, { "estates", "ests" }, { "ests", "ests" },
  { "expressway", "expy" }, { "expy", "expy" }, { "expw", "expy" }, { "exp", "expy" },
  { "extension", "ext" }, { "ext", "ext" }, { "extn", "ext" },
  { "falls", "fls" }, { "fls", "fls" },
  { "ferry", "fry" }, { "fry", "fry" },
  { "field", "fld" }, { "fld", "fld" }, { "fields", "flds" }, { "flds", "flds" },
  { "flat", "flt" }, { "flt", "flt" }, { "flats", "flts" }, { "flts", "flts" },
  { "ford", "frd" }, { "frd", "frd" },
  { "forest", "frst" }, { "frst", "frst" },
  { "forge", "frg" }, { "frg", "frg" },
  { "fork", "frk" }, { "frk", "frk" }, { "forks", "frks" }, { "frks", "frks" },
  { "fort", "ft" }, { "ft", "ft" }, { "frt", "ft" },
  { "freeway", "fwy" }, { "fwy", "fwy" }, { "frwy", "fwy" },
  { "garden", "gdn" }, { "gdn", "gdn" }, { "gardens", "gdns" }, { "gdns", "gdns" },
  { "gateway", "gtwy" }, { "gtwy", "gtwy" },
  { "glen", "gln" }, { "gln", "gln" }, { "glens", "glns" }, { "glns", "glns" },
  { "green", "grn" }, { "grn", "grn" }, { "greens", "grns" }, { "grns", "grns" },
  { "grove", "grv" }, { "grv", "grv" }, { "groves", "grvs" }, { "grvs", "grvs" },
  { "harbor", "hbr" }, { "harbour", "hbr" }, { "hbr", "hbr" },
  { "haven", "hvn" }, { "hvn", "hvn" },
  { "heights", "hts" }, { "hts", "hts" }, { "ht", "hts" },
  { "highway", "hwy" }, { "hwy", "hwy" }, { "hiway", "hwy" }, { "hway", "hwy" },
  { "hill", "hl" }, { "hl", "hl" }, { "hills", "hls" }, { "hls", "hls" },
  { "hollow", "holw" }, { "holw", "holw" }, { "hollows", "holw" },
  { "inlet", "inlt" }, { "inlt", "inlt" },
  { "island", "is" }, { "is", "is" }, { "islands", "iss" }, { "iss", "iss" },
  { "isle", "isle" },
  { "junction", "jct" }, { "jct", "jct" }, { "jction", "jct" },
  { "key", "ky" }, { "ky", "ky" }, { "keys", "kys" }, { "kys", "kys" },
  { "knoll", "knl" }, { "knl", "knl" }, { "knolls", "knls" }, { "knls", "knls" },
  { "lake", "lk" }, { "lk", "lk" }, { "lakes", "lks" }, { "lks", "lks" },
  { "landing", "lndg" }, { "lndg", "lndg" },
  { "lane", "ln" }, { "ln", "ln" }, { "la", "ln" },
  { "light", "lgt" }, { "lgt", "lgt" },
  { "loaf", "lf" }, { "lf", "lf" },
  { "lock", "lck" }, { "lck", "lck" }, { "locks", "lcks" }, { "lcks", "lcks" },
  { "lodge", "ldg" }, { "ldg", "ldg" },
  { "loop", "loop" }, { "lp", "loop" }, { "loops", "loop" },
  { "mall", "mall" },
  { "manor", "mnr" }, { "mnr", "mnr" }, { "manors", "mnrs" }, { "mnrs", "mnrs" },
  { "meadow", "mdw" }, { "mdw", "mdw" }, { "meadows", "mdws" }, { "mdws", "mdws" },
  { "mews", "mews" },
  { "mill", "ml" }, { "ml", "ml" }, { "mills", "mls" }, { "mls", "mls" },
  { "mission", "msn" }, { "msn", "msn" },
  { "motorway", "mtwy" }, { "mtwy", "mtwy" },
  { "mount", "mt" }, { "mt", "mt" },
  { "mountain", "mtn" }, { "mtn", "mtn" }, { "mountains", "mtns" }, { "mtns", "mtns" },
  { "neck", "nck" }, { "nck", "nck" },
  { "orchard", "orch" }, { "orch", "orch" },
  { "oval", "oval" },
  { "overpass", "opas" }, { "opas", "opas" },
  { "park", "park" }, { "pk", "park" }, { "prk", "park" },
  { "parkway", "pkwy" }, { "pkwy", "pkwy" }, { "pky", "pkwy" }, { "pkway", "pkwy" },
  { "parkways", "pkwy" },
  { "pass", "pass" },
  { "passage", "psge" }, { "psge", "psge" },
  { "path", "path" },
  { "pike", "pike" },
  { "pine", "pne" }, { "pne", "pne" }, { "pines", "pnes" }, { "pnes", "pnes" },
  { "place", "pl" }, { "pl", "pl" },
  { "plain", "pln" }, { "pln", "pln" }, { "plains", "plns" }, { "plns", "plns" },
  { "plaza", "plz" }, { "plz", "plz" }, { "plza", "plz" },
  { "point", "pt" }, { "pt", "pt" }, { "points", "pts" }, { "pts", "pts" },
  { "port", "prt" }, { "prt", "prt" },
  { "prairie", "pr" }, { "pr", "pr" },
  { "radial", "radl" }, { "radl", "radl" },
  { "ranch", "rnch" }, { "rnch", "rnch" },
  { "rapids", "rpds" }, { "rpds", "rpds" },
  { "rest", "rst" }, { "rst", "rst" },
  { "ridge", "rdg" }, { "rdg", "rdg" }, { "ridges", "rdgs" }, { "rdgs", "rdgs" },
  { "river", "riv" }, { "riv", "riv" }, { "rvr", "riv" },
  { "road", "rd" }, { "rd", "rd" }, { "roads", "rds" }, { "rds", "rds" },
  { "route", "rte" }, { "rte", "rte" }, { "rt", "rte" },
  { "row", "row" }, { "run", "run" },
  { "shoal", "shl" }, { "shl", "shl" },
  { "shore", "shr" }, { "shr", "shr" }, { "shores", "shrs" }, { "shrs", "shrs" },
  { "skyway", "skwy" }, { "skwy", "skwy" },
  { "spring", "spg" }, { "spg", "spg" }, { "springs", "spgs" }, { "spgs", "spgs" },
  { "spur", "spur" },
  { "square", "sq" }, { "sq", "sq" }, { "sqr", "sq" }, { "squares", "sqs" }, { "sqs", "sqs" },
  { "station", "sta" }, { "sta", "sta" }, { "stn", "sta" },
  { "stream", "strm" }, { "strm", "strm" },
  { "street", "st" }, { "st", "st" }, { "str", "st" }, { "strt", "st" },
  { "streets", "sts" }, { "sts", "sts" },
  { "summit", "smt" }, { "smt", "smt" },
  { "terrace", "ter" }, { "ter", "ter" }, { "terr", "ter" },
  { "throughway", "trwy" }, { "trwy", "trwy" },
  { "trace", "trce" }, { "trce", "trce" },
  { "track", "trak" }, { "trak", "trak" },
  { "trafficway", "trfy" }, { "trfy", "trfy" },
  { "trail", "trl" }, { "trl", "trl" }, { "tr", "trl" }, { "trails", "trl" },
  { "tunnel", "tunl" }, { "tunl", "tunl" },
  { "turnpike", "tpke" }, { "tpke", "tpke" }, { "trnpk", "tpke" }, { "tpk", "tpke" },
  { "underpass", "upas" }, { "upas", "upas" },
  { "union", "un" }, { "un", "un" },
  { "valley", "vly" }, { "vly", "vly" }, { "valleys", "vlys" }, { "vlys", "vlys" },
  { "viaduct", "via" }, { "via", "via" },
  { "view", "vw" }, { "vw", "vw" }, { "views", "vws" }, { "vws", "vws" },
  { "village", "vlg" }, { "vlg", "vlg" }, { "villages", "vlgs" }, { "vlgs", "vlgs" },
  { "ville", "vl" }, { "vl", "vl" },
  { "vista", "vis" }, { "vis", "vis" },
  { "walk", "walk" }, { "wall", "wall" },
  { "way", "way" }, { "wy", "way" },
  { "well", "wl" }, { "wl", "wl" }, { "wells", "wls" }, { "wls", "wls" },
};

/* Appendix C2. Apartment, suite, unit and # are the same door with another
 * sign on it; a building or a floor is not. */
static const Synonym units[] = {
  { "apt", "#" }, { "apartment", "#" }, { "unit", "#" }, { "ste", "#" }, { "suite", "#" },
  { "#", "#" },
  { "bldg", "bldg" }, { "building", "bldg" },
  { "dept", "dept" }, { "department", "dept" },
  { "fl", "fl" }, { "flr", "fl" }, { "floor", "fl" },
  { "lot", "lot" },
  { "rm", "rm" }, { "room", "rm" },
  { "spc", "spc" }, { "space", "spc" },
  { "trlr", "trlr" }, { "trailer", "trlr" },
};

static const Synonym ordinals[] = {
  { "first", "1st" }, { "second", "2nd" }, { "third", "3rd" }, { "fourth", "4th" },
  { "fifth", "5th" }, { "sixth", "6th" }, { "seventh", "7th" }, { "eighth", "8th" },
  { "ninth", "9th" }, { "tenth", "10th" }, { "eleventh", "11th" }, { "twelfth", "12th" },
  { "thirteenth", "13th" }, { "fourteenth", "14th" }, { "fifteenth", "15th" },
  { "sixteenth", "16th" }, { "seventeenth", "17th" }, { "eighteenth", "18th" },
  { "nineteenth", "19th" }, { "twentieth", "20th" },
};

/* Abbreviations that, in front of a name, are no suffix but part of it. */
static const Synonym titles[] = {
  { "st", "saint" }, { "saint", "saint" },
  { "dr", "doctor" }, { "doctor", "doctor" },
  { "ste", "sainte" }, { "sainte", "sainte" },
};

static const char *
look_up (const Synonym *synonyms,
         gsize          n_synonyms,
         const char    *word)
{
  gsize i;

  for (i = 0; i < n_synonyms; i++)
    {
      /* Of a million addresses nearly every word fails at its first letter. */
      if (synonyms[i].written[0] == word[0] && strcmp (synonyms[i].written, word) == 0)
        return synonyms[i].meant;
    }

  return NULL;
}

#define LOOK_UP(synonyms, word) look_up ((synonyms), G_N_ELEMENTS (synonyms), (word))

static gboolean
has_digit (const char *word)
{
  return strpbrk (word, "0123456789") != NULL;
}

static WordKind
kind_of (const char *word)
{
  if (has_digit (word))
    return WORD_NUMBER;

  if (LOOK_UP (directions, word) != NULL)
    return WORD_DIRECTION;

  if (LOOK_UP (units, word) != NULL)
    return WORD_UNIT;

  if (LOOK_UP (suffixes, word) != NULL)
    return WORD_SUFFIX;

  return WORD_NAME;
}

static const char *
word_at (GPtrArray *words,
         guint      index)
{
  return index < words->len ? g_ptr_array_index (words, index) : NULL;
}

static gboolean
begins_street (GPtrArray *words,
               guint      index)
{
  const char *previous = index > 0 ? word_at (words, index - 1) : NULL;

  return previous == NULL
         || strcmp (previous, "and") == 0
         || strcmp (previous, "&") == 0
         || (g_ascii_isdigit (*previous) && g_ascii_isdigit (previous[strlen (previous) - 1]));
}

/* Nothing of the street's name comes after this word: the line or the street
 * part of it ends, or the other street of a crossing begins. */
static gboolean
ends_street (GPtrArray *words,
             guint      index)
{
  const char *next = word_at (words, index + 1);

  if (next == NULL || strcmp (next, "and") == 0 || strcmp (next, "&") == 0)
    return TRUE;

  switch (kind_of (next))
    {
    case WORD_NUMBER:
    case WORD_UNIT:
      return TRUE;

    case WORD_DIRECTION:
      return ends_street (words, index + 1);

    case WORD_SUFFIX:
      /* Main St Ext is a street; St Park Ave has a saint. */
      return !begins_street (words, index);

    case WORD_NAME:
      return FALSE;
    }

  g_assert_not_reached ();
}

/* St is Saint before a name and Street after one; Dr is Doctor or Drive. */
static const char *
resolve_title (GPtrArray  *words,
               guint       index,
               const char *word)
{
  const char *next = word_at (words, index + 1);

  if (next == NULL || ends_street (words, index))
    return NULL;

  /* Ste 4 and Ste B are suites; Ste Anne is a saint. */
  if (strcmp (word, "ste") == 0 && strlen (next) == 1)
    return NULL;

  return LOOK_UP (titles, word);
}

/* In N Street and Avenue N the letter is the name, and not North. */
static gboolean
is_letter_street (GPtrArray *words,
                  guint      index)
{
  const char *next = word_at (words, index + 1);

  if (begins_street (words, index) && next != NULL && kind_of (next) == WORD_SUFFIX
      && ends_street (words, index + 1))
    return TRUE;

  return index > 0 && begins_street (words, index - 1)
         && kind_of (word_at (words, index - 1)) == WORD_SUFFIX;
}

static const char *
meaning_of (GPtrArray *words,
            guint      index)
{
  const char *word = word_at (words, index);
  const char *meant = NULL;

  meant = LOOK_UP (ordinals, word);
  if (meant != NULL)
    return meant;

  meant = resolve_title (words, index, word);
  if (meant != NULL)
    return meant;

  meant = LOOK_UP (directions, word);
  if (meant != NULL)
    return is_letter_street (words, index) ? word : meant;

  meant = LOOK_UP (units, word);
  if (meant != NULL)
    return meant;

  meant = LOOK_UP (suffixes, word);

  return meant != NULL ? meant : word;
}

static void
end_word (GPtrArray *words,
          GString   *word)
{
  if (word->len == 0)
    return;

  g_ptr_array_add (words, g_strdup (word->str));
  g_string_truncate (word, 0);
}

/* Whether a full stop joins what is around it, as in N.E. and P.O. */
static gboolean
joins (const GString *word,
       const char    *after)
{
  return word->len <= 2 && !g_ascii_isdigit (word->str[0])
         && g_ascii_isalpha (after[0]) && !g_ascii_isalnum (after[1]);
}

static void
take_punctuation (GPtrArray  *words,
                  GString    *word,
                  const char *p)
{
  gboolean digit_before = word->len > 0 && g_ascii_isdigit (word->str[word->len - 1]);
  gboolean digit_after = g_ascii_isdigit (p[1]);

  /* 12-34 56th Street, 4 1/2 Elm Street, N4.5 */
  if (strchr ("-/.", *p) != NULL && digit_before && digit_after)
    g_string_append_c (word, *p);
  /* 12-B is 12B */
  else if (*p == '\'' || (*p == '-' && digit_before) || (*p == '.' && joins (word, p + 1)))
    return;
  else
    end_word (words, word);

  if (*p == '#' || *p == '&')
    {
      g_string_append_c (word, *p);
      end_word (words, word);
    }
}

static GPtrArray *
split (const char *line)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) word = g_string_new (NULL);
  g_autofree char *folded = kh_text_fold (line);
  const char *p;

  for (p = folded; *p != '\0'; p++)
    {
      if ((guchar) *p >= 0x80 || g_ascii_isalnum (*p))
        g_string_append_c (word, *p);
      else
        take_punctuation (words, word, p);
    }

  end_word (words, word);

  return words;
}

/* P O Box and P.O. Box are both written. */
static void
join_post_office (GPtrArray *words)
{
  guint i;

  for (i = 0; i + 2 < words->len; i++)
    {
      if (strcmp (word_at (words, i), "p") == 0 && strcmp (word_at (words, i + 1), "o") == 0
          && strcmp (word_at (words, i + 2), "box") == 0)
        {
          g_free (words->pdata[i]);
          words->pdata[i] = g_strdup ("po");
          g_ptr_array_remove_index (words, i + 1);
        }
    }
}

/**
 * kh_address_fold:
 * @line: a street line, such as "4 Elm St, Apt. #2"
 *
 * Brings a street line into a form that it shares with every other way of
 * writing the same: directions, street suffixes, unit marks and ordinal words
 * by the abbreviations of USPS Publication 28, without case or punctuation.
 * Where an abbreviation has two readings, its place decides: St is Saint before
 * a name and Street after one.
 *
 * Returns: (transfer full): text to compare, not to show
 */
char *
kh_address_fold (const char *line)
{
  g_autoptr (GPtrArray) words = NULL;
  GString *folded = NULL;
  const char *previous = "";
  guint i;

  g_return_val_if_fail (line != NULL, NULL);

  words = split (line);
  join_post_office (words);
  folded = g_string_new (NULL);

  for (i = 0; i < words->len; i++)
    {
      const char *meant = meaning_of (words, i);

      /* Apt #2 has two marks of one unit. */
      if (strcmp (meant, "#") == 0 && strcmp (previous, "#") == 0)
        continue;

      if (folded->len > 0)
        g_string_append_c (folded, ' ');
      g_string_append (folded, meant);
      previous = meant;
    }

  return g_string_free (folded, FALSE);
}

/**
 * kh_address_same:
 * @a: a street line
 * @b: another
 *
 * Returns: whether both say the same place
 */
gboolean
kh_address_same (const char *a,
                 const char *b)
{
  g_autofree char *folded_a = kh_address_fold (a);
  g_autofree char *folded_b = kh_address_fold (b);

  return strcmp (folded_a, folded_b) == 0;
}
