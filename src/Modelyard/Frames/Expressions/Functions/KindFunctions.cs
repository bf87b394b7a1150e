using System.Globalization;
using System.Text;
using Modelyard.Frames.Csv;
using Modelyard.Frames.Expressions.Binding;
using Modelyard.Frames.Expressions.Evaluation;

namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Holds the functions that turn one kind into another.</summary>
internal static class KindFunctions
{
    private const int LongestNumber = 32;

    /// <summary>Gets the functions.</summary>
    public static IReadOnlyList<Function> All { get; } =
    [
        new("number", "number(x)", 1, 1, "a double; missing where a text is no number", call => call.IsText(0) ? call.Add(new RowNode("number", ReadNumber, call[0])) : call.Double(0, allowBoolean: true)) { Aliases = ["double", "float", "tonumber"] },
        new("integer", "integer(x)", 1, 1, "a whole number, without decimals; missing where a text is none", BindInteger) { Aliases = ["int", "tointeger"] },
        new("boolean", "boolean(x)", 1, 1, "whether a number is not zero; missing where a text is neither `true` nor `false`", BindBoolean) { Aliases = ["bool", "toboolean"] },
        new("text", "text(x)", 1, 1, "the value as a text", BindText) { Aliases = ["string", "str", "totext"] },
        new("timestamp", "timestamp(t, pattern)", 1, 2, "the time that a text tells, missing where it tells none; a time zone is turned to UTC. With a pattern of .NET, such as 'd/M/yyyy' or 'M/d/yyyy H:mm', that of texts in this notation", BindTimestamp) { Aliases = ["totimestamp", "datetime"] },
    ];

    /// <summary>Reads a timestamp.</summary>
    /// <returns>True if the text is one.</returns>
    public static bool TryReadTime(ReadOnlySpan<byte> text, out long ticks, out bool isUtc)
    {
        CellEvidence evidence = TimestampSyntax.Read(text.Trim((byte)' '), out ticks);
        isUtc = evidence == CellEvidence.ZonedTime;
        return evidence is CellEvidence.LocalTime or CellEvidence.ZonedTime;
    }

    private static double ReadNumber(Block block, Lane[] inputs, int row) =>
        double.TryParse(inputs[0].Text(row), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;

    private static Node BindInteger(CallBinding call) => call.Kind(0) switch
    {
        ColumnKind.Text or ColumnKind.Category => call.Add(new RowNode(ColumnKind.Integer, "integer", ReadInteger, null, call[0])),
        ColumnKind.Integer => call[0],
        ColumnKind.Double or ColumnKind.Boolean => call.Add(new ConvertNode(ColumnKind.Integer, call[0])),
        _ => throw call.Fault(0, $"{call.Describe(0)}, of which no whole number is made; use datediff(t, timestamp '1970-01-01', 'second')."),
    };

    private static RowOutcome ReadInteger(Block block, Lane[] inputs, int row, out long value) =>
        long.TryParse(inputs[0].Text(row), NumberStyles.Integer, CultureInfo.InvariantCulture, out value) ? RowOutcome.Present : RowOutcome.Missing;

    private static Node BindBoolean(CallBinding call) => call.Kind(0) switch
    {
        ColumnKind.Boolean => call[0],
        ColumnKind.Integer or ColumnKind.Double => call.Add(new ConvertNode(ColumnKind.Boolean, call[0])),
        ColumnKind.Timestamp => throw call.Fault(0, $"{call.Describe(0)}, of which no boolean is made."),
        _ => call.Add(new NumberCompareNode(Kernels.ComparisonKind.NotEqual, call.Add(new RowNode(ColumnKind.Integer, "boolean", ReadBoolean, null, call[0])), call.Constant(0L))),
    };

    private static RowOutcome ReadBoolean(Block block, Lane[] inputs, int row, out long value)
    {
        ReadOnlySpan<byte> text = inputs[0].Text(row).Trim((byte)' ');
        bool isTrue = Ascii.EqualsIgnoreCase(text, "true"u8);
        value = isTrue ? 1 : 0;
        return isTrue || Ascii.EqualsIgnoreCase(text, "false"u8) ? RowOutcome.Present : RowOutcome.Missing;
    }

    private static Node BindText(CallBinding call) => call.Kind(0) switch
    {
        ColumnKind.Text or ColumnKind.Category => call[0],
        ColumnKind.Double => call.Add(new RowNode("text", WriteDouble, call[0])),
        ColumnKind.Integer => call.Add(new RowNode("text", WriteInteger, call[0])),
        ColumnKind.Timestamp => call.Add(new RowNode("text", WriteTime, call[0])),
        _ => call.Add(SelectNode.Of(call[0], call.Constant("true"), call.Add(SelectNode.Of(call.Add(new MissingNode(call[0])), call.MissingOf(ColumnKind.Category), call.Constant("false"))))),
    };

    private static bool WriteDouble(Block block, Lane[] inputs, int row, TextCells to)
    {
        double value = inputs[0].Doubles[row];
        if (double.IsInfinity(value))
        {
            to.Write(value > 0 ? "inf"u8 : "-inf"u8);
            return true;
        }

        value.TryFormat(to.Reserve(LongestNumber), out int length, default, CultureInfo.InvariantCulture);
        to.Advance(length);
        return true;
    }

    private static bool WriteInteger(Block block, Lane[] inputs, int row, TextCells to)
    {
        inputs[0].Integers[row].TryFormat(to.Reserve(LongestNumber), out int length, default, CultureInfo.InvariantCulture);
        to.Advance(length);
        return true;
    }

    private static bool WriteTime(Block block, Lane[] inputs, int row, TextCells to)
    {
        long ticks = inputs[0].Integers[row];
        ReadOnlySpan<char> format = ticks % TimeSpan.TicksPerDay == 0 ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";
        new DateTime(ticks).TryFormat(to.Reserve(LongestNumber), out int length, format, CultureInfo.InvariantCulture);
        to.Advance(length);
        return true;
    }

    private static Node BindTimestamp(CallBinding call)
    {
        if (call.Count == 2)
        {
            return BindPattern(call);
        }

        if (call.Kind(0) == ColumnKind.Timestamp)
        {
            return call[0];
        }

        if (call[0] is ConstantNode { Value: string })
        {
            return call.Timestamp(0);
        }

        return call.IsText(0)
            ? call.Add(new RowNode(ColumnKind.Timestamp, "timestamp", ReadTime, null, call[0]))
            : throw call.Fault(0, $"{call.Describe(0)} and must be a text or timestamp; of seconds since 1970, write dateadd(timestamp '1970-01-01', x, 'second').");
    }

    private static Node BindPattern(CallBinding call)
    {
        string pattern = call.ConstantText(1);
        if (!HoldsYear(pattern))
        {
            throw call.Fault(1, $"The pattern '{pattern}' must have a year, and may have a month, day and time, as in 'd/M/yyyy' or 'M/d/yyyy H:mm'.");
        }

        return call.IsText(0)
            ? call.Add(new RowNode(ColumnKind.Timestamp, $"timestamp '{pattern}'", Read, null, call[0]))
            : throw call.Fault(0, $"{call.Describe(0)} and must be a text to be read by a pattern.");

        RowOutcome Read(Block block, Lane[] inputs, int row, out long value)
        {
            bool isTime = DateTime.TryParseExact(Encoding.UTF8.GetString(inputs[0].Text(row)).AsSpan().Trim(), pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time);
            value = time.Ticks;
            return isTime ? RowOutcome.Present : RowOutcome.Missing;
        }
    }

    /// <summary>Tells whether a pattern can be read and holds a year: one that it writes comes back.</summary>
    private static bool HoldsYear(string pattern)
    {
        var day = new DateTime(2031, 1, 1);
        try
        {
            return DateTime.TryParseExact(day.ToString(pattern, CultureInfo.InvariantCulture), pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime read) && read.Year == day.Year;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static RowOutcome ReadTime(Block block, Lane[] inputs, int row, out long value) =>
        TryReadTime(inputs[0].Text(row), out value, out _) ? RowOutcome.Present : RowOutcome.Missing;
}
