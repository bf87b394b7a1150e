using Modelyard.Frames.Expressions.Evaluation;

namespace Modelyard.Frames.Expressions.Binding;

/// <summary>Fits expressions to the kinds of columns. Equal parts become one, and what is the same for all rows is computed at once.</summary>
/// <param name="kinds">The kinds of the columns.</param>
internal sealed class Binder(IReadOnlyDictionary<string, ColumnKind> kinds)
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<Expression, Node> _bound = new(ReferenceEqualityComparer.Instance);
    private readonly SortedSet<string> _columns = new(StringComparer.Ordinal);
    private CallExpression? _wholeColumn;

    /// <summary>Fits an expression.</summary>
    public static BoundExpression Bind(Expression expression, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        var binder = new Binder(kinds);
        Node root = binder.Bind(expression);
        return root is ConstantNode { IsUntyped: true }
            ? throw new ExpressionException("The expression is null for all rows and has no kind; give it one, such as by number(null).", expression.Source)
            : new BoundExpression(expression, root, [.. binder._columns], binder._wholeColumn);
    }

    /// <summary>Adds a part, or finds the same one.</summary>
    public Node Add(Node node, Expression origin) => Lift(node, origin) ?? AddPlain(node, origin);

    /// <summary>Adds a statistic of a whole column.</summary>
    public Node AddAggregate(AggregateNode node, CallExpression origin)
    {
        _wholeColumn ??= origin;
        return AddPlain(node, origin);
    }

    private Node Bind(Expression expression)
    {
        if (_bound.TryGetValue(expression, out Node? known))
        {
            return known;
        }

        Node node = expression switch
        {
            LiteralExpression literal => AddPlain(ConstantNode.Of(literal.Content), expression),
            ColumnExpression column => BindColumn(column),
            _ => BindCall((CallExpression)expression),
        };
        _bound.Add(expression, node);
        return node;
    }

    private Node BindColumn(ColumnExpression column)
    {
        if (!kinds.TryGetValue(column.Name, out ColumnKind kind))
        {
            throw new ExpressionException(new UnknownColumnException(column.Name, kinds.Keys).Message, column.Source);
        }

        _columns.Add(column.Name);
        return AddPlain(new ColumnNode(column.Name, kind), column);
    }

    private Node BindCall(CallExpression call)
    {
        var arguments = new Node[call.Arguments.Count];
        for (int place = 0; place < arguments.Length; place++)
        {
            arguments[place] = Bind(call.Arguments[place]);
        }

        return call.Function.Bind(new CallBinding(this, call, arguments));
    }

    private Node AddPlain(Node node, Expression? origin)
    {
        string key = FormattableString.Invariant($"{node.Kind} {string.Join(' ', node.Inputs.Select(input => input.Id))} {node.Signature}");
        if (_nodes.TryGetValue(key, out Node? same))
        {
            return same;
        }

        node.Origin = origin;
        node.Id = _nodes.Count;
        Node folded = node.Fold() is { } constant ? AddPlain(constant, origin) : node;
        _nodes.TryAdd(key, folded);
        return folded;
    }

    /// <summary>Makes a part that is computed of one column of categories a look at what was computed once of each level.</summary>
    private Node? Lift(Node node, Expression origin)
    {
        ColumnNode? column = null;
        foreach (Node input in node.Inputs)
        {
            ColumnNode? source = input switch
            {
                ColumnNode { Kind: ColumnKind.Category } categories => categories,
                LevelNode level => (ColumnNode)level.Inputs[0],
                _ => null,
            };
            if (input is not ConstantNode && (source is null || (column is not null && column != source)))
            {
                return null;
            }

            column ??= source;
        }

        if (column is null || node.CanFail || !node.IsPure || (node is MissingNode && node.Inputs[0] is ColumnNode))
        {
            return null;
        }

        Node[] inputs = [.. node.Inputs.Select(input => input switch
        {
            ColumnNode => AddPlain(new ColumnNode(column.Name, ColumnKind.Text), origin),
            LevelNode level => level.Inner,
            _ => input,
        })];
        return AddPlain(new LevelNode(column, AddPlain(node.Over(inputs), origin)), origin);
    }
}
