using System.Text;
using System.Text.Json;

namespace Modelyard.Server.Protocol;

/// <summary>Tells of a body that is not JSON: where, what stands there, and why it is wrong.</summary>
internal static class MalformedJson
{
    private const int ShownLength = 20;

    public static RequestFaultException Describe(ReadOnlySpan<byte> body, JsonException fault)
    {
        // The reader's message ends with the position, which is given in another way here.
        string reason = fault.Message;
        int position = reason.IndexOf(" LineNumber:", StringComparison.Ordinal);
        reason = position < 0 ? reason : reason[..position];
        long line = fault.LineNumber ?? 0;
        long column = fault.BytePositionInLine ?? 0;
        string where = $"line {line + 1}, byte {column + 1}";
        string? input = InputAt(body, line, column);
        if (reason.StartsWith("The maximum", StringComparison.Ordinal))
        {
            return RequestFaultException.At(where, "nested_too_deeply", input, $"The body is nested more deeply than any request is, from {where}.");
        }

        reason = InOurWords(reason);

        bool isNotANumber = input is not null && (input.StartsWith("NaN", StringComparison.Ordinal) || input.StartsWith('I'));
        string advice = isNotANumber ? " JSON has no NaN and no infinity; give null for a value that is not known." : "";
        return RequestFaultException.At(where, "malformed_json", input, $"The body is not valid JSON, at {where}: {reason}{advice}");
    }

    /// <summary>Says in words of the request what the reader says in words of its own options.</summary>
    private static string InOurWords(string reason) => reason switch
    {
        _ when reason.StartsWith("Expected depth", StringComparison.Ordinal) => "It ends before all that it opens is closed.",
        _ when reason.Contains("trailing comma", StringComparison.Ordinal) => "A comma must be followed by another value.",
        _ when reason.StartsWith("The input does not contain any JSON", StringComparison.Ordinal) => "It holds no value.",
        _ => reason,
    };

    private static string? InputAt(ReadOnlySpan<byte> body, long line, long column)
    {
        for (; line > 0; line--)
        {
            body = body[(body.IndexOf((byte)'\n') + 1)..];
        }

        ReadOnlySpan<byte> rest = column < body.Length ? body[(int)column..] : default;
        return rest.IsEmpty ? null : Encoding.UTF8.GetString(rest[..Math.Min(rest.Length, ShownLength)]);
    }
}
