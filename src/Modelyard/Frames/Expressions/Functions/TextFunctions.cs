using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Modelyard.Frames.Expressions.Binding;
using Modelyard.Frames.Expressions.Evaluation;

namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Holds the functions of texts. Characters are Unicode code points; comparisons are ordinal.</summary>
internal static class TextFunctions
{
    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(1);

    /// <summary>Gets the functions.</summary>
    public static IReadOnlyList<Function> All { get; } =
    [
        new("length", "length(t)", 1, 1, "the number of characters", call => call.Add(new RowNode(ColumnKind.Integer, "length", CountCharacters, null, call.Text(0)))) { Aliases = ["len"] },
        new("lower", "lower(t)", 1, 1, "the text in lower case", call => call.Add(new RowNode("lower", static (block, inputs, row, to) => ChangeCase(block, inputs[0].Text(row), to, isUpper: false), call.Text(0)))),
        new("upper", "upper(t)", 1, 1, "the text in upper case", call => call.Add(new RowNode("upper", static (block, inputs, row, to) => ChangeCase(block, inputs[0].Text(row), to, isUpper: true), call.Text(0)))),
        new("trim", "trim(t)", 1, 1, "the text without spaces at its ends", call => call.Add(new RowNode("trim", Trim, call.Text(0)))) { Aliases = ["strip"] },
        new("contains", "contains(t, part)", 2, 2, "whether the text holds the part", call => Test(call, "contains", static (text, part) => text.IndexOf(part) >= 0)),
        new("startswith", "startswith(t, part)", 2, 2, "whether it begins with the part", call => Test(call, "startswith", static (text, part) => text.StartsWith(part))),
        new("endswith", "endswith(t, part)", 2, 2, "whether it ends with the part", call => Test(call, "endswith", static (text, part) => text.EndsWith(part))),
        new("matches", "matches(t, pattern)", 2, 2, "whether a regular expression of .NET is found in it; a search has a second", BindMatches),
        new("replace", "replace(t, old, new)", 3, 3, "the text with new in place of each old", call => call.Add(new RowNode("replace", Replace, call.Text(0), call.Text(1), call.Text(2)))),
        new("slice", "slice(t, start, length)", 2, 3, "a part of the text, from a character counted from 0 (below zero, from the end); all that follows if the length is left out", BindSlice) { Aliases = ["substring"] },
        new("split", "split(t, separator, part)", 3, 3, "one part between separators, counted from 0 (below zero, from the end); missing if there is no such part", call => call.Add(new RowNode("split", Split, call.Text(0), call.Text(1), call.Integer(2)))),
        new("concat", "concat(t, u, ...)", 2, int.MaxValue, "the texts one after the other, missing if one is", BindConcat),
    ];

    /// <summary>Represents a comparison of a text and a part.</summary>
    private delegate bool PartTest(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part);

    /// <summary>Binds texts that are put after one another.</summary>
    public static Node BindConcat(CallBinding call) => call.Add(new RowNode("concat", Concat, [.. Enumerable.Range(0, call.Count).Select(call.Text)]));

    private static Node Test(CallBinding call, string signature, PartTest test) =>
        call.Add(new RowNode(signature, (_, inputs, row) => test(inputs[0].Text(row), inputs[1].Text(row)), call.Text(0), call.Text(1)));

    private static RowOutcome CountCharacters(Block block, Lane[] inputs, int row, out long value)
    {
        value = Characters(inputs[0].Text(row));
        return RowOutcome.Present;
    }

    private static int Characters(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte unit in text)
        {
            count += (unit & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    private static bool ChangeCase(Block block, ReadOnlySpan<byte> text, TextCells to, bool isUpper)
    {
        if (Ascii.IsValid(text))
        {
            Span<byte> room = to.Reserve(text.Length);
            _ = isUpper ? Ascii.ToUpper(text, room, out int length) : Ascii.ToLower(text, room, out length);
            to.Advance(length);
            return true;
        }

        Span<byte> encoded = stackalloc byte[4];
        ReadOnlySpan<byte> rest = text;
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf8(rest, out Rune rune, out int used);
            rune = isUpper ? Rune.ToUpperInvariant(rune) : Rune.ToLowerInvariant(rune);
            to.Write(encoded[..rune.EncodeToUtf8(encoded)]);
            rest = rest[used..];
        }

        return true;
    }

    private static bool Trim(Block block, Lane[] inputs, int row, TextCells to)
    {
        ReadOnlySpan<byte> text = inputs[0].Text(row);
        while (!text.IsEmpty && Rune.DecodeFromUtf8(text, out Rune first, out int used) == System.Buffers.OperationStatus.Done && Rune.IsWhiteSpace(first))
        {
            text = text[used..];
        }

        while (!text.IsEmpty && Rune.DecodeLastFromUtf8(text, out Rune last, out int used) == System.Buffers.OperationStatus.Done && Rune.IsWhiteSpace(last))
        {
            text = text[..^used];
        }

        to.Write(text);
        return true;
    }

    private static bool Replace(Block block, Lane[] inputs, int row, TextCells to)
    {
        ReadOnlySpan<byte> text = inputs[0].Text(row), old = inputs[1].Text(row), replacement = inputs[2].Text(row);
        int at;
        while (!old.IsEmpty && (at = text.IndexOf(old)) >= 0)
        {
            to.Write(text[..at]);
            to.Write(replacement);
            text = text[(at + old.Length)..];
        }

        to.Write(text);
        return true;
    }

    private static bool Concat(Block block, Lane[] inputs, int row, TextCells to)
    {
        foreach (Lane input in inputs)
        {
            to.Write(input.Text(row));
        }

        return true;
    }

    private static Node BindSlice(CallBinding call)
    {
        Node[] inputs = call.Count == 2 ? [call.Text(0), call.Integer(1)] : [call.Text(0), call.Integer(1), call.Integer(2)];
        return call.Add(new RowNode("slice", Slice, inputs));
    }

    private static bool Slice(Block block, Lane[] inputs, int row, TextCells to)
    {
        ReadOnlySpan<byte> text = inputs[0].Text(row);
        long count = Characters(text), start = At(inputs[1], row);
        start = start < 0 ? Math.Max(0, count + start) : Math.Min(start, count);
        long length = inputs.Length == 2 ? count - start : Math.Clamp(At(inputs[2], row), 0, count - start);
        int from = PlaceOf(text, (int)start);
        to.Write(text[from..(from + PlaceOf(text[from..], (int)length))]);
        return true;
    }

    /// <summary>Finds the byte at which a character begins.</summary>
    private static int PlaceOf(ReadOnlySpan<byte> text, int character)
    {
        int at = 0;
        while (at < text.Length && (character > 0 || (text[at] & 0xC0) == 0x80))
        {
            at++;
            character -= at == text.Length || (text[at] & 0xC0) != 0x80 ? 1 : 0;
        }

        return at;
    }

    private static bool Split(Block block, Lane[] inputs, int row, TextCells to)
    {
        ReadOnlySpan<byte> text = inputs[0].Text(row), separator = inputs[1].Text(row);
        long part = At(inputs[2], row);
        if (separator.IsEmpty)
        {
            return false;
        }

        part += part < 0 ? text.Count(separator) + 1 : 0;
        for (; part > 0; part--)
        {
            int next = text.IndexOf(separator);
            if (next < 0)
            {
                return false;
            }

            text = text[(next + separator.Length)..];
        }

        int end = text.IndexOf(separator);
        to.Write(part < 0 ? default : end < 0 ? text : text[..end]);
        return part == 0;
    }

    private static Node BindMatches(CallBinding call)
    {
        Regex regex = Compile(call, call.ConstantText(1));
        return call.Add(new RowNode(
            "matches " + call.ConstantText(1),
            (block, inputs, row) =>
            {
                try
                {
                    return regex.IsMatch(block.Decode(inputs[0].Text(row)));
                }
                catch (RegexMatchTimeoutException)
                {
                    throw new ExpressionException(
                        $"Data row {(block.Evaluation.FirstRow + block.Start + row + 1).ToString(CultureInfo.InvariantCulture)} takes longer than '{LongestSearch.TotalSeconds}' s to be searched for the pattern '{regex}'; write it without repeats within repeats and references back.",
                        call.Source);
                }
            },
            call.Text(0)));
    }

    /// <summary>Compiles a pattern; one without references back and looks around is searched in time that is linear in the text.</summary>
    private static Regex Compile(CallBinding call, string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, LongestSearch);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, LongestSearch);
        }
        catch (ArgumentException fault)
        {
            throw call.Fault(1, $"The pattern '{pattern}' is no regular expression: {fault.Message}");
        }
    }

    private static long At(Lane lane, int row) => lane.Integers[lane.IsConstant ? 0 : row];
}
