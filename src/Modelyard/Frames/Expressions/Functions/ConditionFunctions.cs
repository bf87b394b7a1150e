using System.Text;
using Modelyard.Frames.Expressions.Binding;
using Modelyard.Frames.Expressions.Evaluation;
using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Functions;

/// <summary>Holds comparisons and conditions.</summary>
internal static class ConditionFunctions
{
    /// <summary>Gets the functions.</summary>
    public static IReadOnlyList<Function> All { get; } =
    [
        new("=", "x = y", 2, 2, "whether both are equal; also written `==`", call => Compare(call, ComparisonKind.Equal)) { IsOperator = true },
        new("<>", "x <> y", 2, 2, "whether both differ; also written `!=`", call => Compare(call, ComparisonKind.NotEqual)) { IsOperator = true },
        new("<", "x < y", 2, 2, "whether x is less; texts by code point", call => Compare(call, ComparisonKind.Less)) { IsOperator = true },
        new("<=", "x <= y", 2, 2, "whether x is less or equal", call => Compare(call, ComparisonKind.LessOrEqual)) { IsOperator = true },
        new(">", "x > y", 2, 2, "whether x is greater", call => Compare(call, ComparisonKind.Greater)) { IsOperator = true },
        new(">=", "x >= y", 2, 2, "whether x is greater or equal", call => Compare(call, ComparisonKind.GreaterOrEqual)) { IsOperator = true },
        new("and", "a and b", 2, 2, "whether both are true; also written `&&` or `&`", call => call.Add(new LogicNode(isAnd: true, call.Boolean(0), call.Boolean(1)))) { IsOperator = true },
        new("or", "a or b", 2, 2, "whether one is true; also written `||` or `|`", call => call.Add(new LogicNode(isAnd: false, call.Boolean(0), call.Boolean(1)))) { IsOperator = true },
        new("not", "not a", 1, 1, "whether a is false; also written `!a`", call => call.Add(new NotNode(call.Boolean(0)))) { IsOperator = true },
        new("in", "x in (1, 2)", 2, int.MaxValue, "whether x is one of the values", BindIn) { IsOperator = true },
        new("like", "t like 'A_%'", 2, 2, "whether the whole text has the pattern: `%` is any text, `_` any character", BindLike) { IsOperator = true },
        new("ismissing", "x is missing", 1, 1, "whether the cell is missing; also `is null` and `ismissing(x)`", call => call.Add(new MissingNode(call[0]))) { Aliases = ["isnull"] },
        new("ifmissing", "ifmissing(x, y)", 2, 2, "x, or y where x is missing", BindIfMissing) { Aliases = ["coalesce", "ifnull", "fillna"] },
        new("if", "if(a, x, y)", 3, 3, "x where a is true, otherwise y; also `case when a then x else y end`", BindIf) { Aliases = ["iif", "when"] },
    ];

    private static Node Compare(CallBinding call, ComparisonKind comparison)
    {
        if (call.IsUntyped(0) || call.IsUntyped(1))
        {
            throw call.Fault(call.IsUntyped(0) ? 0 : 1, "A comparison with null is always missing; write 'is missing' or 'is not missing'.");
        }

        if (call.Kind(0) == ColumnKind.Timestamp || call.Kind(1) == ColumnKind.Timestamp)
        {
            return call.Add(new NumberCompareNode(comparison, call.Timestamp(0), call.Timestamp(1)));
        }

        if (call.IsText(0) && call.IsText(1))
        {
            return call.Add(new TextCompareNode(comparison, call.Text(0), call.Text(1)));
        }

        if (call.Kind(0) == ColumnKind.Boolean && call.Kind(1) == ColumnKind.Boolean && comparison is ComparisonKind.Equal or ComparisonKind.NotEqual)
        {
            return call.Add(new BooleanCompareNode(comparison == ComparisonKind.NotEqual, call.Boolean(0), call.Boolean(1)));
        }

        if (!call.IsNumber(0) || !call.IsNumber(1))
        {
            throw call.Fault(call.IsNumber(0) ? 1 : 0, $"{call.Describe(0)} and {call.Describe(1)}, which are not compared so; both must be numbers, texts or timestamps, or booleans that are equal or not.{call.Hint()}");
        }

        return call.AreIntegers()
            ? call.Add(new NumberCompareNode(comparison, call.Integer(0), call.Integer(1)))
            : call.Add(new NumberCompareNode(comparison, call.Double(0), call.Double(1)));
    }

    private static Node BindIn(CallBinding call)
    {
        for (int i = 1; i < call.Count; i++)
        {
            if (call[i] is not ConstantNode constant)
            {
                throw call.Fault(i, "The values of 'in' must be the same for all rows; compare with a column by '='.");
            }

            if (constant.Value is null)
            {
                throw call.Fault(i, "The values of 'in' hold null, which equals nothing; find missing cells by 'is missing'.");
            }
        }

        if (call.IsText(0))
        {
            string[] texts = [.. Enumerable.Range(1, call.Count - 1).Select(call.ConstantText)];
            HashSet<string>.AlternateLookup<ReadOnlySpan<char>> set = texts.ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
            return call.Add(new RowNode("in " + string.Join('\0', texts), (block, inputs, row) => set.Contains(block.Decode(inputs[0].Text(row))), call[0]));
        }

        if (call.Kind(0) == ColumnKind.Boolean)
        {
            Node either = call.Add(new BooleanCompareNode(differ: false, call.Boolean(0), call.Boolean(1)));
            for (int i = 2; i < call.Count; i++)
            {
                either = call.Add(new LogicNode(isAnd: false, either, call.Add(new BooleanCompareNode(differ: false, call.Boolean(0), call.Boolean(i)))));
            }

            return either;
        }

        int[] all = [.. Enumerable.Range(0, call.Count)];
        bool areTimes = call.Kind(0) == ColumnKind.Timestamp, areIntegers = !areTimes && Array.TrueForAll(all, i => call.Kind(i) == ColumnKind.Integer);
        Node[] cells = [.. all.Select(i => areTimes ? call.Timestamp(i) : areIntegers ? call.Integer(i) : call.Double(i))];
        return call.Add(new InNumbersNode(cells[0], [.. cells[1..].Cast<ConstantNode>()]));
    }

    private static Node BindLike(CallBinding call)
    {
        byte[] pattern = Encoding.UTF8.GetBytes(call.ConstantText(1));
        return call.Add(new RowNode("like " + call.ConstantText(1), (_, inputs, row) => LikePattern.Matches(inputs[0].Text(row), pattern), call.Text(0)));
    }

    private static Node BindIfMissing(CallBinding call)
    {
        (Node x, Node y) = call.Common(0, 1);
        return call.Add(SelectNode.Of(call.Add(new MissingNode(x)), y, x));
    }

    private static Node BindIf(CallBinding call)
    {
        Node condition = call.Boolean(0);
        (Node x, Node y) = call.Common(1, 2);
        return call.Add(SelectNode.Of(condition, x, y));
    }
}
