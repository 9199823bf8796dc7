package io.wwep.docs.site;

/** A part of a page that a search can lead to: its address, its page's title, its own title (empty at the top), its text. */
record Section(String address, String page, String title, String text) {}
