using System.Text;
using Modelyard.Frames.Expressions.Evaluation;
using Modelyard.Frames.Expressions.Functions;

namespace Modelyard.Frames.Expressions.Binding;

/// <summary>Represents a function that is fitted to arguments whose kinds are known: gives them in the kind that it takes, or says what is wrong.</summary>
/// <param name="binder">The binder.</param>
/// <param name="call">The call.</param>
/// <param name="arguments">The bound arguments.</param>
internal sealed class CallBinding(Binder binder, CallExpression call, Node[] arguments)
{
    /// <summary>Gets the number of arguments.</summary>
    public int Count => arguments.Length;

    /// <summary>Gets where the call stands in the text that it was parsed from.</summary>
    public SourceSpan? Source => call.Source;

    /// <summary>Gets an argument.</summary>
    public Node this[int place] => arguments[place];

    /// <summary>Gets the kind of an argument.</summary>
    public ColumnKind Kind(int place) => arguments[place].Kind;

    /// <summary>Determines whether an argument is a missing value that takes the kind of others.</summary>
    public bool IsUntyped(int place) => arguments[place] is ConstantNode { IsUntyped: true };

    /// <summary>Determines whether an argument is a number.</summary>
    public bool IsNumber(int place) => Kind(place) is ColumnKind.Integer or ColumnKind.Double;

    /// <summary>Determines whether an argument is a text.</summary>
    public bool IsText(int place) => Kind(place) is ColumnKind.Text or ColumnKind.Category;

    /// <summary>Determines whether the arguments are whole numbers, one at least not being a bare null.</summary>
    public bool AreIntegers()
    {
        bool any = false;
        for (int place = 0; place < Count; place++)
        {
            if (!IsUntyped(place) && Kind(place) != ColumnKind.Integer)
            {
                return false;
            }

            any |= !IsUntyped(place);
        }

        return any;
    }

    /// <summary>Determines whether an argument is a whole number.</summary>
    public bool AreIntegers(int place) => Kind(place) == ColumnKind.Integer;

    /// <summary>Gets an argument as doubles.</summary>
    public Node Double(int place, bool allowBoolean = false) => Kind(place) switch
    {
        ColumnKind.Double => IsUntyped(place) ? MissingOf(ColumnKind.Double) : arguments[place],
        ColumnKind.Integer => Add(new ConvertNode(ColumnKind.Double, arguments[place])),
        ColumnKind.Boolean when allowBoolean => Add(new ConvertNode(ColumnKind.Double, arguments[place])),
        _ => throw Wrong(place, "a number"),
    };

    /// <summary>Gets an argument as whole numbers.</summary>
    public Node Integer(int place) => IsUntyped(place) ? MissingOf(ColumnKind.Integer)
        : Kind(place) == ColumnKind.Integer ? arguments[place] : throw Wrong(place, "a whole number");

    /// <summary>Gets an argument as booleans.</summary>
    public Node Boolean(int place) => IsUntyped(place) ? MissingOf(ColumnKind.Boolean)
        : Kind(place) == ColumnKind.Boolean ? arguments[place] : throw Wrong(place, "a condition, true or false");

    /// <summary>Gets an argument as texts.</summary>
    public Node Text(int place) => IsUntyped(place) ? MissingOf(ColumnKind.Category) : IsText(place) ? arguments[place] : throw Wrong(place, "a text");

    /// <summary>Gets an argument as timestamps; a text that is the same for all rows is read as one.</summary>
    public Node Timestamp(int place)
    {
        if (IsUntyped(place))
        {
            return MissingOf(ColumnKind.Timestamp);
        }

        if (arguments[place] is ConstantNode { Value: string text })
        {
            return KindFunctions.TryReadTime(Encoding.UTF8.GetBytes(text), out long ticks, out bool isUtc)
                ? Constant(new DateTime(ticks, isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified))
                : throw Fault(place, $"The text '{text}' is no timestamp; write it as '2001-01-31' or '2001-01-31 12:30:00'.");
        }

        return Kind(place) == ColumnKind.Timestamp ? arguments[place] : throw Wrong(place, "a timestamp");
    }

    /// <summary>Gets two arguments in the kind that both can have.</summary>
    public (Node First, Node Second) Common(int first, int second)
    {
        Node x = arguments[first], y = arguments[second];
        if (IsUntyped(first) || IsUntyped(second))
        {
            ColumnKind kind = IsUntyped(first) ? y.Kind : x.Kind;
            return (IsUntyped(first) ? MissingOf(kind) : x, IsUntyped(second) ? MissingOf(kind) : y);
        }

        if (x.Kind == y.Kind || (IsText(first) && IsText(second)))
        {
            return (x, y);
        }

        if (IsNumber(first) && IsNumber(second))
        {
            return (Double(first), Double(second));
        }

        return Kind(first) == ColumnKind.Timestamp || Kind(second) == ColumnKind.Timestamp
            ? (Timestamp(first), Timestamp(second))
            : throw Fault(second, $"{Describe(first)} and {Describe(second)}, and both must be of one kind; text(x) makes a text of either.");
    }

    /// <summary>Gets all arguments as numbers of one kind, or as timestamps.</summary>
    public Node[] CommonNumbers()
    {
        IEnumerable<int> places = Enumerable.Range(0, Count);
        if (places.Any(place => Kind(place) == ColumnKind.Timestamp))
        {
            return [.. places.Select(Timestamp)];
        }

        return AreIntegers() ? [.. places.Select(Integer)] : [.. places.Select(place => Double(place))];
    }

    /// <summary>Gets an argument that must be a text and the same for all rows.</summary>
    public string ConstantText(int place) => arguments[place] is ConstantNode { Value: string text } ? text : throw Wrong(place, "a text that is the same for all rows");

    /// <summary>Gets an argument that must be a whole number within a range and the same for all rows.</summary>
    public long ConstantInteger(int place, long least, long most) => arguments[place] is ConstantNode { Value: long value } && value >= least && value <= most
        ? value
        : throw Wrong(place, FormattableString.Invariant($"a whole number from '{least}' to '{most}' that is the same for all rows"));

    /// <summary>Gets an argument that must be a share, 0 to 1, and the same for all rows.</summary>
    public double ConstantShare(int place) => Double(place) is ConstantNode { Value: double and >= 0 and <= 1 and var share } ? share : throw Wrong(place, "a share from '0' to '1' that is the same for all rows");

    /// <summary>Gets an argument that must name a unit of time.</summary>
    public TimeUnit Unit(int place)
    {
        string name = ConstantText(place);
        foreach (TimeUnit unit in Enum.GetValues<TimeUnit>())
        {
            if (string.Equals(name.TrimEnd('s', 'S'), unit.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return unit;
            }
        }

        string[] all = [.. Enum.GetNames<TimeUnit>().Select(unit => unit.ToLowerInvariant())];
        throw Fault(place, $"The text '{name}' is no unit of time. The nearest is '{Spelling.Nearest(name, all)}', of {string.Join(", ", all.Select(unit => $"'{unit}'"))}.");
    }

    /// <summary>Creates a value.</summary>
    public Node Constant(object value) => binder.Add(ConstantNode.Of(value), call);

    /// <summary>Creates the missing value of a kind.</summary>
    public Node MissingOf(ColumnKind kind) => binder.Add(ConstantNode.MissingOf(kind), call);

    /// <summary>Adds a part, or finds the same one.</summary>
    public Node Add(Node node) => binder.Add(node, call);

    /// <summary>Adds a statistic of a whole column.</summary>
    public Node AddAggregate(AggregateNode node) => binder.AddAggregate(node, call);

    /// <summary>Creates the error that an argument is at fault.</summary>
    public ExpressionException Fault(int place, string sentence) => new(sentence, call.Arguments.Count > place ? call.Arguments[place].Source ?? call.Source : call.Source);

    /// <summary>Says what an argument is: its text and kind.</summary>
    public string Describe(int place) => $"'{ExpressionPrinter.Brief(call.Arguments[place])}' is '{(arguments[place] is ConstantNode && IsText(place) ? ColumnKind.Text : Kind(place))}'";

    /// <summary>Says how to make numbers of texts, if an argument is one.</summary>
    public string Hint()
    {
        int text = Array.FindIndex(arguments, argument => argument.Kind is ColumnKind.Text or ColumnKind.Category), boolean = Array.FindIndex(arguments, argument => argument.Kind == ColumnKind.Boolean);
        return text >= 0 ? $" A number is made of a text by number({ExpressionPrinter.Brief(call.Arguments[text])})."
            : boolean >= 0 ? $" A number is made of a boolean by integer({ExpressionPrinter.Brief(call.Arguments[boolean])})." : string.Empty;
    }

    private ExpressionException Wrong(int place, string wanted) => Fault(
        place,
        $"{Describe(place)} and must be {wanted} in '{call.Function.Form}'.{(wanted.Contains("number", StringComparison.Ordinal) && Kind(place) != ColumnKind.Double ? Hint() : string.Empty)}");
}
