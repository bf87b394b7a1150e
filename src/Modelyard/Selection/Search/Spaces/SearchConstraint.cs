using System.Globalization;
using Modelyard.Frames;
using Modelyard.Frames.Expressions;

namespace Modelyard.Selection.Search;

/// <summary>Represents what a point must meet beside its ranges.</summary>
public sealed class SearchConstraint
{
    private readonly Func<SearchPoint, bool> _holds;

    /// <summary>Initializes a constraint.</summary>
    /// <param name="text">The constraint in words, for messages and to tell two apart.</param>
    /// <param name="holds">Says whether a point meets it.</param>
    public SearchConstraint(string text, Func<SearchPoint, bool> holds)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentNullException.ThrowIfNull(holds);
        (Text, _holds) = (text, holds);
    }

    /// <summary>Gets the constraint in words.</summary>
    public string Text { get; }

    /// <summary>Reads a constraint: an expression over the names of axes, as in <c>MinSamplesLeaf * 2 &lt;= MinSamplesSplit</c>.</summary>
    /// <param name="text">The expression; a name with a dot stands in backticks.</param>
    /// <param name="dimensions">The axes.</param>
    /// <returns>The constraint. Where an axis that it names has no value, or 'none', it holds.</returns>
    /// <exception cref="ExpressionException">The text is no condition over the axes.</exception>
    public static SearchConstraint Parse(string text, IReadOnlyList<SearchDimension> dimensions)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        ArgumentNullException.ThrowIfNull(dimensions);
        Dictionary<string, ColumnKind> kinds = dimensions.ToDictionary(one => one.Name, KindOf, StringComparer.Ordinal);
        BoundExpression bound = Expression.Parse(text).Bind(kinds);
        return bound.Kind == ColumnKind.Boolean
            ? new SearchConstraint(text, point => !bound.Columns.All(name => HasValue(kinds[name], name, point)) || (bound.FindTrue(Frame.Of(bound.Columns.Select(name => Cell(kinds[name], name, point[name]))))[0] & 1) != 0)
            : throw new ExpressionException($"The constraint '{text}' is no condition. Compare, as in 'MinSamplesLeaf <= MaxDepth'.", null);
    }

    /// <summary>Says whether a point meets the constraint.</summary>
    /// <param name="point">The point.</param>
    /// <returns>Whether it does.</returns>
    public bool Holds(SearchPoint point) => _holds(point);

    private static ColumnKind KindOf(SearchDimension dimension) => dimension is not ChoiceDimension choice || choice.Values.All(IsNumber) ? ColumnKind.Double
        : choice.Values.All(value => bool.TryParse(value, out _)) ? ColumnKind.Boolean
        : ColumnKind.Text;

    private static bool IsNumber(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    // What is no number, as 'none', is no limit: there is nothing to compare.
    private static bool HasValue(ColumnKind kind, string name, SearchPoint point) => point.Values.TryGetValue(name, out string? value) && (kind != ColumnKind.Double || IsNumber(value));

    private static Column Cell(ColumnKind kind, string name, string value) => kind switch
    {
        ColumnKind.Double => new DoubleColumn(name, [double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture)]),
        ColumnKind.Boolean => new BooleanColumn(name, [bool.Parse(value)]),
        _ => new TextColumn(name, [value]),
    };
}
