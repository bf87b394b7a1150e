namespace Modelyard.Cli;

/// <summary>Represents where a command writes: results to standard output, everything else to standard error.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isInteractive)
{
    /// <summary>Gets the terminal of the process.</summary>
    internal static Terminal Standard { get; } = new(Console.Out, Console.Error, !Console.IsErrorRedirected && !Console.IsOutputRedirected);

    internal TextWriter Out { get; } = output;

    internal TextWriter Err { get; } = error;

    /// <summary>Gets a value indicating whether a person is watching, so that a line may be drawn over.</summary>
    internal bool IsInteractive { get; } = isInteractive;

    internal void Line(string text = "") => Write(text + Out.NewLine);

    internal void Write(string text)
    {
        try
        {
            Out.Write(text);
        }
        catch (IOException fault)
        {
            throw new IOException($"Standard output cannot be written to: {fault.Message}", fault);
        }
    }

    internal void ErrorLine(string text) => Err.WriteLine(text);

    internal void Error(string message) => Err.WriteLine($"modelyard: {message}");

    internal void Warning(string message) => Err.WriteLine($" note    {message}");
}
