namespace Modelyard.Cli;

/// <summary>Makes what is kept for later independent of the folder in which it was typed, as timers and servers run elsewhere.</summary>
internal static class WholePath
{
    private const string Sqlite = "sqlite:", SecretFile = "file:";

    /// <summary>Makes a path whole; an address stays as it is.</summary>
    internal static string Of(string path) => path.Contains("://", StringComparison.Ordinal) ? path : Path.GetFullPath(path);

    /// <summary>Makes the path of a program whole; one without a folder is looked for where programs are.</summary>
    internal static string OfProgram(string program) => program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Path.GetFullPath(program) : program;

    /// <summary>Makes the path in the address of a database whole; other addresses stay as they are.</summary>
    internal static string OfDatabase(string address) => AfterPrefix(Sqlite, address);

    /// <summary>Makes the path of a file that holds a secret whole; other texts stay as they are.</summary>
    internal static string OfSecret(string text) => AfterPrefix(SecretFile, text);

    private static string AfterPrefix(string prefix, string text) => text.StartsWith(prefix, StringComparison.Ordinal) && text.Length > prefix.Length && !text.AsSpan(prefix.Length).StartsWith(":") ? prefix + Path.GetFullPath(text[prefix.Length..]) : text;
}
