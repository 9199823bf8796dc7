package io.wwep.examples;

import io.wwep.examples.certs.CertificateReport;
import io.wwep.pki.IssuedCertificate;
import io.wwep.pki.PemText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A new certificate and its key, and the two files for them.
 *
 * @param stem the start of the files' names
 */
record CertificateFiles(Path folder, String stem, IssuedCertificate issued) {

    Path certificate() {
        return folder.resolve(stem + ".pem");
    }

    Path key() {
        return folder.resolve(stem + "-key.pem");
    }

    /** Writes all of them, and creates the folder if it is missing. */
    static void write(Path folder, boolean overwrite, Screen screen, CertificateFiles... all) {
        makeFolder(folder);
        NewFiles files = new NewFiles(overwrite);
        for (CertificateFiles each : all) {
            // PEM parsers ignore text before the block; it tells people whose key this is.
            String key = "Private key of " + CertificateReport.subject(each.issued.certificate()) + "\n"
                    + PemText.of(each.issued.key());
            files.add(each.certificate(), PemText.of(each.issued.certificate()).getBytes(StandardCharsets.US_ASCII));
            files.addSecret(each.key(), key.getBytes(StandardCharsets.US_ASCII));
        }
        files.write(screen);
    }

    /** Creates the folder if it is missing. */
    static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new BadUsageException("--out: " + folder + " is a file; give a folder");
        } catch (IOException e) {
            throw new BadUsageException("--out: the folder " + folder
                    + " cannot be created; check the permissions above it, or give another");
        }
    }
}
