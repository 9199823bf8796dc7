package io.wwep.examples;

import io.wwep.server.ServerProfile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts an exercise's number to the profile of its server. */
final class CourseProfileConverter implements ITypeConverter<ServerProfile> {

    @Override
    public ServerProfile convert(String text) {
        return switch (text) {
            case "6.4" -> ServerProfile.COURSE;
            case "6.7" -> ServerProfile.COURSE_6_7;
            default ->
                throw new TypeConversionException(
                        "'" + text + "' is not a server of the course: give 6.4 (also used by 6.5) or 6.7");
        };
    }
}
