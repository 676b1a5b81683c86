package dev.reelroute.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Replaces a system library that the bundled FFmpeg is linked to but never calls in our use: screen capture, sound
 * cards, device lists. Bare servers and containers do not have them, and the dynamic linker then refuses to start
 * FFmpeg at all. An empty library of the right name is enough, because functions are looked up only when they are
 * called. For people who find one of these files: {@code docs/stub-libraries.md}.
 *
 * <p>The file is the least that glibc's linker accepts as an ELF64 shared object: one loadable segment that holds a
 * dynamic section, an empty symbol table and the version names that FFmpeg asks for. Layouts: System V gABI chapters 4
 * and 5; symbol versions: Linux Standard Base Core, "Symbol Versioning".
 *
 * @param name file name and SONAME, such as {@code libpulse.so.0}
 * @param versions symbol versions that callers expect it to define
 */
record StubLibrary(String name, List<String> versions) {

    /**
     * All libraries that may be replaced, by name. A library that FFmpeg does call (libstdc++, libm) is never among
     * them.
     */
    static final Map<String, StubLibrary> KNOWN = Map.of(
            "libxcb.so.1", new StubLibrary("libxcb.so.1", List.of()),
            "libxcb-shm.so.0", new StubLibrary("libxcb-shm.so.0", List.of()),
            "libasound.so.2", new StubLibrary("libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4")),
            "libpulse.so.0", new StubLibrary("libpulse.so.0", List.of("PULSE_0")),
            "libudev.so.1", new StubLibrary("libudev.so.1", List.of("LIBUDEV_183")));

    private static final short EM_X86_64 = 62;
    private static final short EM_AARCH64 = 183;

    private static final int EHDR = 64;
    private static final int PHDR = 56;
    private static final int SYMBOL = 24;
    private static final int HASH = 16;
    private static final int VERDEF = 20;
    private static final int VERDAUX = 8;
    private static final int DYN = 16;

    /**
     * Writes the stub into a folder of its own below {@code parent} and returns that folder. Each has its own folder,
     * because the folders of those that are missing today make up the search path: a library that is installed later
     * must not be hidden by an old stub.
     */
    Path writeBelow(Path parent, String architecture) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(name));
        Path draft = Files.createTempFile(folder, name, ".tmp");
        Files.write(draft, bytes(architecture));
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return folder;
    }

    /**
     * @param architecture Java's {@code os.arch}: {@code amd64} or {@code aarch64}
     */
    byte[] bytes(String architecture) {
        Strings strings = new Strings();
        int soname = strings.add(name);
        List<Integer> versionNames = versions.stream().map(strings::add).toList();
        byte[] names = strings.bytes();

        int definitions = versions.isEmpty() ? 0 : versions.size() + 1;
        int symtab = EHDR + 3 * PHDR;
        int hash = symtab + SYMBOL;
        int versym = hash + HASH;
        int verdef = versym + 8;
        int strtab = verdef + definitions * (VERDEF + VERDAUX);
        int dynamic = (strtab + names.length + 7) & ~7;
        List<long[]> entries = new ArrayList<>(List.of(
                new long[] {14, soname}, // DT_SONAME
                new long[] {4, hash}, // DT_HASH
                new long[] {5, strtab}, // DT_STRTAB
                new long[] {10, names.length}, // DT_STRSZ
                new long[] {6, symtab}, // DT_SYMTAB
                new long[] {11, SYMBOL})); // DT_SYMENT
        if (definitions > 0) {
            entries.add(new long[] {0x6ffffff0L, versym}); // DT_VERSYM
            entries.add(new long[] {0x6ffffffcL, verdef}); // DT_VERDEF
            entries.add(new long[] {0x6ffffffdL, definitions}); // DT_VERDEFNUM
        }
        entries.add(new long[] {0, 0}); // DT_NULL
        int dynamicSize = entries.size() * DYN;
        int size = dynamic + dynamicSize;

        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        file.putShort((short) 3).putShort(machine(architecture)).putInt(1); // ET_DYN
        file.putLong(0).putLong(EHDR).putLong(0).putInt(0); // no entry point, program headers, no section headers
        file.putShort((short) EHDR).putShort((short) PHDR).putShort((short) 3);
        file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        // Writable, because the linker puts addresses into the dynamic section; 64 KiB is aarch64's largest page.
        programHeader(file, 1, 6, 0, size, 0x10000); // PT_LOAD
        programHeader(file, 2, 6, dynamic, dynamicSize, 8); // PT_DYNAMIC
        programHeader(file, 0x6474e551, 6, 0, 0, 16); // PT_GNU_STACK: no code on the stack
        file.position(hash);
        file.putInt(1).putInt(1); // one bucket, one symbol (the null symbol); both chains empty
        if (definitions > 0) {
            file.position(verdef);
            versionDefinition(file, 1, 1, name, soname, false); // VER_FLG_BASE: the file itself
            for (int i = 0; i < versions.size(); i++) {
                versionDefinition(file, 0, i + 2, versions.get(i), versionNames.get(i), i == versions.size() - 1);
            }
        }
        file.position(strtab);
        file.put(names);
        file.position(dynamic);
        entries.forEach(entry -> file.putLong(entry[0]).putLong(entry[1]));
        return file.array();
    }

    private static short machine(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> EM_X86_64;
            case "aarch64" -> EM_AARCH64;
            default -> throw new IllegalArgumentException("No stub libraries for " + architecture);
        };
    }

    private static void programHeader(ByteBuffer file, int type, int flags, long offset, long size, long align) {
        file.putInt(type).putInt(flags).putLong(offset).putLong(offset).putLong(offset);
        file.putLong(size).putLong(size).putLong(align);
    }

    private static void versionDefinition(
            ByteBuffer file, int flags, int index, String text, int textOffset, boolean last) {
        file.putShort((short) 1).putShort((short) flags).putShort((short) index).putShort((short) 1);
        file.putInt(hashOf(text)).putInt(VERDEF).putInt(last ? 0 : VERDEF + VERDAUX);
        file.putInt(textOffset).putInt(0);
    }

    /** The System V hash of a symbol name (gABI, "Hash Table"). */
    private static int hashOf(String text) {
        int hash = 0;
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash << 4) + b;
            int high = hash & 0xf0000000;
            hash = (hash ^ (high >>> 24)) & ~high;
        }
        return hash;
    }

    /** A string table: NUL-terminated strings, the first of them empty. */
    private static final class Strings {

        private final StringBuilder text = new StringBuilder("\0");

        int add(String value) {
            int offset = text.length();
            text.append(value).append('\0');
            return offset;
        }

        byte[] bytes() {
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        }
    }
}
