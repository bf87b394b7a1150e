using Modelyard.Frames;
using Modelyard.Frames.Expressions;

namespace Modelyard.Tests.Frames.Expressions;

/// <summary>Makes random expressions over the columns of <see cref="RandomTable"/>, of a wished kind.</summary>
/// <param name="random">The source of chance.</param>
internal sealed class RandomExpression(Random random)
{
    public Expression Next(int depth) => Of((ColumnKind)random.Next(6), depth);

    public Expression Of(ColumnKind kind, int depth)
    {
        if (depth <= 0 || random.Next(8) == 0)
        {
            return Leaf(kind);
        }

        if (random.Next(6) == 0)
        {
            return random.Next(2) == 0 ? Expression.If(Condition(depth - 1), Of(kind, depth - 1), Of(kind, depth - 1)) : Of(kind, depth - 1).IfMissing(Of(kind, depth - 1));
        }

        return kind switch
        {
            ColumnKind.Integer => Integer(depth - 1),
            ColumnKind.Double => Double(depth - 1),
            ColumnKind.Boolean => Condition(depth - 1),
            ColumnKind.Timestamp => random.Next(2) == 0 ? Of(kind, depth - 1).AddTime(Expression.Value(random.Next(-50, 50)), (TimeUnit)random.Next(9)) : Of(kind, depth - 1).StartOf((TimeUnit)random.Next(9)),
            _ => Text(depth - 1),
        };
    }

    private Expression Leaf(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer => Pick(Expression.Col("i"), Expression.Col("j"), random.NextInt64(-5, 6), Expression.Row),
        ColumnKind.Double => Pick(Expression.Col("x"), Expression.Col("y"), random.Next(-8, 9) / 4.0, Expression.Col("y")),
        ColumnKind.Boolean => Pick(Expression.Col("a"), Expression.Col("b"), random.Next(2) == 0, Expression.Col("a")),
        ColumnKind.Timestamp => Pick(Expression.Col("t"), Expression.Col("t"), new DateTime(2000, 1, 1).AddHours(random.Next(2000)), Expression.Col("t")),
        _ => Pick(Expression.Col("s"), Expression.Col("c"), Pick("a", "it's", "日", string.Empty), Expression.Col("d")),
    };

    private Expression Condition(int depth)
    {
        ColumnKind kind = Pick([ColumnKind.Integer, ColumnKind.Double, ColumnKind.Text, ColumnKind.Timestamp]);
        return random.Next(10) switch
        {
            0 => Of(ColumnKind.Boolean, depth) & Of(ColumnKind.Boolean, depth),
            1 => Of(ColumnKind.Boolean, depth) | Of(ColumnKind.Boolean, depth),
            2 => !Of(ColumnKind.Boolean, depth),
            3 => Of(kind, depth).IsMissing(),
            4 => Of(kind, depth) == Of(kind, depth),
            5 => Of(kind, depth) < Of(kind, depth),
            6 => Of(kind, depth) >= Of(kind, depth),
            7 => Of(ColumnKind.Integer, depth).In(1, 2, -7),
            8 => Of(ColumnKind.Text, depth).In("a", "ab", "日本"),
            _ => Of(ColumnKind.Text, depth).Contains(Of(ColumnKind.Text, depth)),
        };
    }

    private Expression Integer(int depth)
    {
        Expression x = Of(ColumnKind.Integer, depth), y = Of(ColumnKind.Integer, depth);
        return random.Next(11) switch
        {
            0 => x + y,
            1 => x - y,
            2 => x * y,
            3 => x.FloorDivide(y),
            4 => x % y,
            5 => -x,
            6 => x.Abs(),
            7 => Expression.Least(x, y),
            8 => Of(ColumnKind.Text, depth).Length(),
            9 => Of(ColumnKind.Timestamp, depth).Month(),
            _ => Of(ColumnKind.Boolean, depth).ToInteger(),
        };
    }

    private Expression Double(int depth)
    {
        Expression x = Of(Pick([ColumnKind.Integer, ColumnKind.Double]), depth), y = Of(ColumnKind.Double, depth);
        return random.Next(10) switch
        {
            0 => x + y,
            1 => x - y,
            2 => x * y,
            3 => x / Of(ColumnKind.Integer, depth),
            4 => y % x,
            5 => -y,
            6 => y.Sqrt(),
            7 => Expression.Greatest(x, y),
            8 => y.Floor(),
            _ => Of(ColumnKind.Timestamp, depth).TimeSince(Of(ColumnKind.Timestamp, depth), TimeUnit.Hour),
        };
    }

    private Expression Text(int depth)
    {
        Expression x = Of(ColumnKind.Text, depth), y = Of(ColumnKind.Text, depth);
        return random.Next(5) switch
        {
            0 => Expression.Concat(x, y),
            1 => x.Replace("a", y),
            2 => x.Slice(random.Next(-2, 3), random.Next(0, 3)),
            3 => Of(ColumnKind.Integer, depth).ToText(),
            _ => x.Split(",", random.Next(-2, 2)),
        };
    }

    private T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
