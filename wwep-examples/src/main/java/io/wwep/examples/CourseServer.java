package io.wwep.examples;

import io.wwep.server.ServerProfile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One of the course's servers, by the exercise that it belongs to. */
final class CourseServer implements ITypeConverter<ServerProfile> {

    @Override
    public ServerProfile convert(String text) {
        return switch (text) {
            case "6.4" -> ServerProfile.COURSE;
            case "6.7" -> ServerProfile.COURSE_6_7;
            default ->
                throw new TypeConversionException(
                        "'" + text + "' is not a server of the course: give 6.4, which is also that of 6.5, or 6.7");
        };
    }
}
