package io.wwep.docs;

/** Those of the start, how-to and concept pages. */
class GuideCommandsIT extends CommandsContract {

    GuideCommandsIT() {
        super("(?!course|ref-).*");
    }
}
