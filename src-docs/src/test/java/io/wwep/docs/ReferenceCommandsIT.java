package io.wwep.docs;

/** Those of the reference, and of the course. */
class ReferenceCommandsIT extends CommandsContract {

    ReferenceCommandsIT() {
        super("(course|ref-).*");
    }
}
