#!/bin/bash
# check-style.sh [FOLDER]: calls in FOLDER/src that compile today and that we do
# not want, each with what to use in its place.
set -u
cd "${1:-$(dirname "$0")/..}" || exit 2

if ! files=$(find src -name '*.[ch]' -o -name '*.ui' 2>/dev/null) || [ -z "$files" ]; then
  echo "check-style: there are no sources in $PWD/src" >&2
  exit 2
fi

# shellcheck disable=SC2086 # no source has a blank in its name
awk '
BEGIN {
  # GTK 4.8 has these and does not yet call them deprecated; later ones do.
  later["^(gtk_dialog_.*|GtkDialog|gtk_message_dialog_.*|GtkMessageDialog|gtk_assistant_.*|GtkAssistant)$"] = \
    "a GtkWindow of our own"
  later["^(gtk_info_bar_.*|GtkInfoBar|gtk_statusbar_.*|GtkStatusbar|gtk_lock_button_.*|GtkLockButton)$"] = \
    "a styled GtkBox or GtkRevealer"
  later["^(gtk_combo_box_.*|GtkComboBox.*)$"] = "GtkDropDown"
  later["^(gtk_tree_(view|model|path|iter|selection|store|sortable|row_reference)_.*|GtkTree(View|Model|Path|Iter|Selection|Store).*|gtk_cell_.*|GtkCell.*|gtk_list_store_.*|GtkListStore)$"] = \
    "GtkListView or GtkColumnView with a GListModel"
  later["^(gtk_entry_completion_.*|GtkEntryCompletion)$"] = "a GtkPopover with a list"
  later["^(gtk_(color|font)_(button|chooser)_.*|Gtk(Color|Font)(Button|Chooser).*|gtk_app_chooser_.*|GtkAppChooser.*)$"] = \
    "a dialog of our own"
  later["^(gtk_file_chooser_.*|GtkFileChooser.*)$"] = "kh-dialogs.c, the one place for it"
  later["^(gtk_shortcuts_(window|section|group|shortcut)_.*|GtkShortcuts(Window|Section|Group|Shortcut))$"] = \
    "a GtkWindow of our own"
  later["^gtk_widget_(show|hide)$"] = "gtk_widget_set_visible or gtk_window_present"
  later["^(gtk_widget_get_style_context|gtk_style_context_add_provider|gtk_style_context_add_class)$"] = \
    "gtk_widget_add_css_class, and one provider for the display"
  later["^gtk_widget_(get_allocation|get_allocated_.*|translate_coordinates)$"] = \
    "gtk_widget_get_width, _get_height, _compute_bounds, _compute_point"
  later["^gtk_css_provider_load_from_data$"] = "gtk_css_provider_load_from_resource"
  # Of no version, but of this project.
  later["^(soup_logger_.*|SoupLogger)$"] = "g_debug without bodies: a logger would write tokens down"
  later["^(g_notification_.*|GNotification|g_application_send_notification)$"] = \
    "kh-notifier.c, which says nothing of a customer: a desktop shows and keeps notifications also while it is locked"
  later["^gdk_clipboard_set.*$"] = "nothing: what was revealed would stay there"
  later["^(gtk_recent_manager_.*|GtkRecentManager)$"] = "nothing: the list is for every program to read"
  later["^g_application_get_default$"] = "the application as it is handed down"
}

function without_texts(line)
{
  gsub (/\\./, "", line)
  gsub (/"[^"]*"/, "", line)
  return line
}

# Comments may name what they warn of.
function without_comments(line,   result, start, end)
{
  result = ""
  while (line != "")
    {
      if (in_comment)
        {
          end = index (line, "*/")
          if (end == 0)
            return result
          line = substr (line, end + 2)
          in_comment = 0
        }
      start = index (line, "/*")
      if (start == 0)
        return result line
      result = result substr (line, 1, start - 1)
      line = substr (line, start + 2)
      in_comment = 1
    }
  return result
}

function complain(what)
{
  printf "%s:%d: %s\n", FILENAME, FNR, what
  bad++
}

function is_allowed(word)
{
  return (FILENAME == "src/ui/kh-dialogs.c" && tolower (word) ~ /file_?chooser/) || \
         (FILENAME == "src/ui/waiting/kh-notifier.c" && tolower (word) ~ /notification/) || \
         (FILENAME ~ /^src\/(keyholder\/|ui\/kh-application\.c$)/ && word == "g_application_get_default")
}

function check_word(word,   pattern)
{
  for (pattern in later)
    if (word ~ pattern && ! is_allowed(word))
      complain(word ": use " later[pattern])
  if (word ~ /^(g_print|g_printerr|printf|puts|perror)$/ && FILENAME !~ /^src\/keyholder/)
    complain(word " in a library: return a GError, or g_debug")
}

FNR == 1 { in_comment = 0 }

{
  if ($0 ~ /gtk_label_set_markup(_with_mnemonic)? *\(/ &&
      $0 !~ /gtk_label_set_markup(_with_mnemonic)? *\([^,]*, *(_ *\( *)?"[^"]*"\)*;/)
    complain("gtk_label_set_markup with something that is no constant: use gtk_label_set_text and attributes")
  line = FILENAME ~ /\.ui$/ ? $0 : without_comments(without_texts($0))
  gsub (/[^A-Za-z0-9_]+/, " ", line)
  n = split (line, words, " ")
  for (i = 1; i <= n; i++)
    check_word(words[i])
}

END {
  if (bad)
    printf "%d lines to change\n", bad
  exit bad > 0
}
' $files
