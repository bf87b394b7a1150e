using System.Text;
using Modelyard.Frames.Validation;

namespace Modelyard.Data.Schemas;

/// <summary>Reads and writes schemas of tables as YAML. JSON is YAML too, and is read as well.</summary>
/// <remarks>
/// A text is bounded: in its length, its depth and its parts. Anchors, aliases and tags are refused, and no type is made by its name, so that one may read a
/// stranger's. Keys that are not known are refused with the nearest that is.
/// </remarks>
public static class SchemaFile
{
    /// <summary>The greatest length of a text, in bytes.</summary>
    public const int MaxLength = 4 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The schema, which does not contradict itself.</returns>
    /// <exception cref="SchemaFormatException">The text is no schema; the problems say line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TableSchema Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = Open(path);
        byte[] bytes = new byte[MaxLength + 1];
        int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> utf8 = bytes.AsSpan(0, length);
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            return Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8), Path.GetFileName(path));
        }
        catch (DecoderFallbackException)
        {
            throw new SchemaFormatException(Path.GetFileName(path), [new SchemaProblem(0, 0, "The text is no UTF-8; save it as such.")]);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"{path}: There is no such file. Paths are taken from '{Environment.CurrentDirectory}'.", path, fault);
        }
        catch (UnauthorizedAccessException fault) when (Directory.Exists(path))
        {
            throw new IOException($"{path}: This is a folder. Give the path of a file in it.", fault);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="yaml">The text, YAML or JSON.</param>
    /// <param name="name">What the text is called in messages.</param>
    /// <returns>The schema, which does not contradict itself.</returns>
    /// <exception cref="SchemaFormatException">The text is no schema; the problems say line and column.</exception>
    public static TableSchema Parse(string yaml, string name = "the schema")
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var problems = new SchemaProblems(name);
        return new SchemaReader(problems).Read(YamlTree.Read(yaml, problems, "a schema, with 'columns'"));
    }

    /// <summary>Writes a schema to a file, which appears under its name when it is whole.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="path">The path; a file that is there is replaced.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(TableSchema schema, string path) => WriteText(ToYaml(schema), path);

    /// <summary>Writes an inferred schema to a file, with what was seen as comments.</summary>
    /// <param name="inference">The schema and what was seen.</param>
    /// <param name="path">The path; a file that is there is replaced.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(SchemaInference inference, string path) => WriteText(ToYaml(inference), path);

    /// <summary>Formats a schema as YAML; <see cref="Parse"/> reads the same schema from it.</summary>
    /// <param name="schema">The schema.</param>
    /// <returns>The text.</returns>
    /// <exception cref="ModelyardException">The schema contradicts itself.</exception>
    public static string ToYaml(TableSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new SchemaWriter(new Dictionary<string, string>()).Write(schema.Check());
    }

    /// <summary>Formats an inferred schema as YAML, with what was seen as comments.</summary>
    /// <param name="inference">The schema and what was seen.</param>
    /// <returns>The text.</returns>
    public static string ToYaml(SchemaInference inference)
    {
        ArgumentNullException.ThrowIfNull(inference);
        return new SchemaWriter(inference.Notes).Write(inference.Schema);
    }

    private static void WriteText(string text, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }
}
