using System.Globalization;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;

namespace Modelyard.Tests.Frames.Expressions;

/// <summary>Computes expressions one row at a time with plain C#: what the fused evaluation must equal. Null is missing.</summary>
/// <param name="table">The table.</param>
internal sealed class RowInterpreter(Frame table)
{
    public object? Compute(Expression expression, int row) => expression switch
    {
        ColumnExpression column => Cell(table[column.Name], row),
        LiteralExpression literal => literal.Content,
        CallExpression call => Plain(Call(call, row)),
        _ => throw new InvalidOperationException(),
    };

    private static object? Cell(Column column, int row) => column.IsMissing(row) ? null : column switch
    {
        IntegerColumn integers => integers.Values[row],
        DoubleColumn doubles => doubles.Values[row],
        BooleanColumn booleans => booleans.Values[row],
        TimestampColumn times => new DateTime(times.Ticks[row]),
        _ => column.FormatCell(row),
    };

    private static object? Plain(object? value) => value is double.NaN ? null : value;

    private object? Call(CallExpression call, int row)
    {
        Expression[] given = [.. call.Arguments];
        switch (call.Function.Name)
        {
            case "if":
                return Compute(Compute(given[0], row) is true ? given[1] : given[2], row);
            case "ifmissing":
                // The first value is computed to be looked at, the second only where it is chosen.
                return Compute(given[0], row) ?? Compute(given[1], row);
            case "and":
                return And(given, row);
            case "or":
                return Or(given, row);
            case "ismissing":
                return Compute(given[0], row) is null;
        }

        object?[] all = Array.ConvertAll(given, argument => Compute(argument, row));
        return call.Function.Name == "row" ? (long)row : Array.Exists(all, value => value is null) ? null : Present(call.Function.Name, all!);
    }

    private object? And(Expression[] given, int row)
    {
        object? left = Compute(given[0], row);
        return left is false ? false : Compute(given[1], row) is var right && right is false ? false : left is null || right is null ? null : true;
    }

    private object? Or(Expression[] given, int row)
    {
        object? left = Compute(given[0], row);
        return left is true ? true : Compute(given[1], row) is var right && right is true ? true : left is null || right is null ? null : false;
    }

    private static object? Present(string name, object[] all) => (name, all) switch
    {
        ("not", [bool x]) => !x,
        ("=", _) => Order(all) == 0,
        ("<", _) => Order(all) < 0,
        (">=", _) => Order(all) >= 0,
        ("in", [long x, ..]) => all.Skip(1).Contains(x),
        ("in", [string x, ..]) => all.Skip(1).Contains(x),
        ("contains", [string x, string y]) => x.Contains(y, StringComparison.Ordinal),
        ("+", [long x, long y]) => checked(x + y),
        ("-", [long x, long y]) => checked(x - y),
        ("*", [long x, long y]) => checked(x * y),
        ("//", [long _, 0L]) => null,
        ("%", [long _, 0L]) => null,
        ("//", [long x, long y]) => Whole(Floor(x, y)),
        ("%", [long x, long y]) => Whole(x - (Floor(x, y) * y)),
        ("negate", [long x]) => checked(-x),
        ("abs", [long x]) => x < 0 ? checked(-x) : x,
        ("least", [long x, long y]) => Math.Min(x, y),
        ("length", [string x]) => (long)x.EnumerateRunes().Count(),
        ("month", [DateTime x]) => (long)x.Month,
        ("integer", [bool x]) => x ? 1L : 0L,
        ("+", _) => Number(all[0]) + Number(all[1]),
        ("-", _) => Number(all[0]) - Number(all[1]),
        ("*", _) => Number(all[0]) * Number(all[1]),
        ("/", _) => Number(all[0]) / Number(all[1]),
        ("%", _) => Remainder(Number(all[0]), Number(all[1])),
        ("negate", [double x]) => -x,
        ("sqrt", [double x]) => Math.Sqrt(x),
        ("floor", [double x]) => Math.Floor(x),
        ("greatest", _) => Math.Max(Number(all[0]), Number(all[1])),
        ("datediff", [DateTime x, DateTime y, string]) => (x - y).Ticks / (double)TimeSpan.TicksPerHour,
        ("dateadd", [DateTime x, long n, string unit]) => Add(x, n, unit),
        ("datetrunc", [DateTime x, string unit]) => Start(x, unit),
        ("concat", [string x, string y]) => x + y,
        ("replace", [string x, string y, string z]) => x.Replace(y, z, StringComparison.Ordinal),
        ("slice", [string x, long from, long length]) => Slice(x, (int)from, (int)length),
        ("text", [long x]) => x.ToString(CultureInfo.InvariantCulture),
        ("split", [string x, string y, long part]) => Part(x.Split(y), (int)part),
        _ => throw new InvalidOperationException(name),
    };

    private static int Order(object[] all) => (all[0], all[1]) switch
    {
        (long x, long y) => x.CompareTo(y),
        (DateTime x, DateTime y) => x.CompareTo(y),
        (string x, string y) => CategoryColumn.CompareByCodePoint(x, y),
        _ => Number(all[0]) == Number(all[1]) ? 0 : Number(all[0]) < Number(all[1]) ? -1 : 1,
    };

    private static double Number(object value) => value is long integer ? integer : (double)value;

    private static Int128 Floor(Int128 x, Int128 y)
    {
        (Int128 quotient, Int128 rest) = Int128.DivRem(x, y);
        return rest != 0 && Int128.IsNegative(rest) != Int128.IsNegative(y) ? quotient - 1 : quotient;
    }

    private static object Whole(Int128 value) => checked((long)value);

    private static double Remainder(double x, double y) => x % y is var rest && rest == 0 ? Math.CopySign(0, y) : rest < 0 != y < 0 ? rest + y : rest;

    private static object Add(DateTime x, long n, string unit)
    {
        try
        {
            return unit switch
            {
                "year" => x.AddYears((int)n),
                "quarter" => x.AddMonths(3 * (int)n),
                "month" => x.AddMonths((int)n),
                "week" => x.AddDays(7 * n),
                "day" => x.AddDays(n),
                "hour" => x.AddHours(n),
                "minute" => x.AddMinutes(n),
                "second" => x.AddSeconds(n),
                _ => x.AddMilliseconds(n),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new OverflowException();
        }
    }

    private static object Start(DateTime x, string unit) => unit switch
    {
        "year" => new DateTime(x.Year, 1, 1),
        "quarter" => new DateTime(x.Year, x.Month - ((x.Month - 1) % 3), 1),
        "month" => new DateTime(x.Year, x.Month, 1),
        "week" => x.Date.AddDays(-(((int)x.DayOfWeek + 6) % 7)),
        "day" => x.Date,
        "hour" => x.Date.AddHours(x.Hour),
        "minute" => x.Date.AddHours(x.Hour).AddMinutes(x.Minute),
        "second" => x.Date.AddHours(x.Hour).AddMinutes(x.Minute).AddSeconds(x.Second),
        _ => x.AddTicks(-(x.Ticks % TimeSpan.TicksPerMillisecond)),
    };

    private static string Slice(string text, int from, int length)
    {
        string[] runes = [.. text.EnumerateRunes().Select(rune => rune.ToString())];
        int start = from < 0 ? Math.Max(0, runes.Length + from) : Math.Min(from, runes.Length);
        return string.Concat(runes.Skip(start).Take(length));
    }

    private static string? Part(string[] parts, int part) => part < -parts.Length || part >= parts.Length ? null : parts[part < 0 ? parts.Length + part : part];
}
