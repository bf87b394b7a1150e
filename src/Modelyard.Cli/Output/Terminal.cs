using System.Text;

namespace Modelyard.Cli;

/// <summary>Represents where a command reads and writes: results go to standard output, everything else to standard error.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isInteractive, Func<Stream>? openInput = null)
{
    /// <summary>Gets the terminal of the process.</summary>
    internal static Terminal Standard { get; } = new(Console.Out, Console.Error, !Console.IsErrorRedirected && !Console.IsOutputRedirected, Console.OpenStandardInput);

    internal TextWriter Out { get; } = output;

    internal TextWriter Err { get; } = error;

    /// <summary>Gets a value indicating whether a person is watching, so that a line may be drawn over.</summary>
    internal bool IsInteractive { get; } = isInteractive;

    /// <summary>Opens standard input as bytes.</summary>
    internal Stream OpenInput() => openInput?.Invoke() ?? Stream.Null;

    /// <summary>Opens standard output as bytes; what was written as text before goes first.</summary>
    internal Stream OpenOutput()
    {
        Out.Flush();
        return ReferenceEquals(Out, Console.Out) ? Console.OpenStandardOutput() : new TextStream(Out);
    }

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

    internal void Error(string message) => Err.WriteLine($"modelyard: {string.Join('\n', message.Split('\n').Select(PlainText.Of))}");

    internal void Warning(string message) => Err.WriteLine($" note    {message}");

    /// <summary>Represents bytes of UTF-8 that become text when they are all there, where output is no stream of bytes.</summary>
    private sealed class TextStream(TextWriter writer) : MemoryStream
    {
        public override void Flush()
        {
            writer.Write(Encoding.UTF8.GetString(GetBuffer(), 0, (int)Length));
            SetLength(0);
        }
    }
}
