using System.Globalization;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Represents the checks of one column, made ready once for all tables.</summary>
internal sealed class ColumnPlan
{
    private const int ListedValues = 10;

    private readonly List<CellCheck> _checks = [];

    public ColumnPlan(ColumnSchema schema)
    {
        Schema = schema;
        AddBounds();
        if (schema.Finite)
        {
            Add(ValidationCodes.RangeFinite, "The value", "must be finite", column => new CellMarker<CellTests.Finite>(column, new CellTests.Finite((DoubleColumn)column)));
        }

        if (schema.Allowed is { } allowed)
        {
            string listed = string.Join(", ", allowed.Take(ListedValues).Select(value => $"'{value}'"));
            string more = allowed.Count > ListedValues ? string.Create(CultureInfo.InvariantCulture, $" or {allowed.Count - ListedValues} more") : string.Empty;
            Add(ValidationCodes.Set, "The value", $"must be {(allowed.Count == 1 ? string.Empty : "one of ")}{listed}{more}", BindSet(schema.Kind, allowed));
        }

        AddLength(schema.MinimumLength, ValidationCodes.LengthMinimum, isUpper: false);
        AddLength(schema.MaximumLength, ValidationCodes.LengthMaximum, isUpper: true);
        if (schema.Pattern is { } pattern)
        {
            Add(ValidationCodes.Pattern, "The text", $"must match '{pattern}'", new TextTest.Pattern(pattern).Bind);
        }
    }

    public ColumnSchema Schema { get; }

    /// <summary>Gets the checks of present cells.</summary>
    public IReadOnlyList<CellCheck> Checks => _checks;

    /// <summary>Creates the identity of a check of this column.</summary>
    public CheckIdentity Identity(string code, string subject, string must) => new(code, Schema.Name, Schema.SeverityOf(code), subject, must);

    /// <summary>Brings a column to the form that the checks read.</summary>
    /// <param name="column">The column of the table.</param>
    /// <returns>The column; null if it is of another kind than the schema says.</returns>
    public Column? Adapt(Column column) => (Schema.Kind, column.Kind) switch
    {
        var (wanted, found) when wanted == found => column,
        (ColumnKind.Text, ColumnKind.Category) or (ColumnKind.Category, ColumnKind.Text) => column,
        (ColumnKind.Double, ColumnKind.Integer) => new DoubleColumn(column.Name, column.ToDoubles()),
        _ => null,
    };

    private void Add(string code, string subject, string must, Func<Column, IMarker> bind) => _checks.Add(new CellCheck(Identity(code, subject, must), bind));

    private void AddBounds()
    {
        string unit = Schema.Kind == ColumnKind.Timestamp ? "later" : "greater", less = Schema.Kind == ColumnKind.Timestamp ? "earlier" : "less";
        AddBound(ValidationCodes.RangeMinimum, Schema.Minimum, isUpper: false, isExclusive: false, $"must be '{Schema.Minimum}' or {unit}");
        AddBound(ValidationCodes.RangeMinimum, Schema.ExclusiveMinimum, isUpper: false, isExclusive: true, $"must be {unit} than '{Schema.ExclusiveMinimum}'");
        AddBound(ValidationCodes.RangeMaximum, Schema.Maximum, isUpper: true, isExclusive: false, $"must be '{Schema.Maximum}' or {less}");
        AddBound(ValidationCodes.RangeMaximum, Schema.ExclusiveMaximum, isUpper: true, isExclusive: true, $"must be {less} than '{Schema.ExclusiveMaximum}'");
    }

    private void AddBound(string code, Label bound, bool isUpper, bool isExclusive, string must)
    {
        if (bound.IsMissing)
        {
            return;
        }

        if (Schema.Kind == ColumnKind.Double)
        {
            double number = bound.Number!.Value;
            double last = !isExclusive ? number : isUpper ? Math.BitDecrement(number) : Math.BitIncrement(number);
            Add(code, "The value", must, column => new RangeMarker<double>(column, last, isUpper));
        }
        else
        {
            long last = SchemaValue.LastInteger(bound, isUpper, isExclusive);
            Add(code, "The value", must, column => new RangeMarker<long>(column, last, isUpper));
        }
    }

    private void AddLength(int? bound, string code, bool isUpper)
    {
        if (bound is { } length)
        {
            string unit = length == 1 ? "character" : "characters";
            Add(code, "The text", string.Create(CultureInfo.InvariantCulture, $"must have {length} {unit} or {(isUpper ? "fewer" : "more")}"), new TextTest.Length(length, isUpper).Bind);
        }
    }

    private static Func<Column, IMarker> BindSet(ColumnKind kind, IReadOnlyList<Label> allowed)
    {
        switch (kind)
        {
            case ColumnKind.Integer or ColumnKind.Timestamp:
                var integers = allowed.Select(SchemaValue.ToInteger).ToHashSet();
                return column => new CellMarker<CellTests.IntegerSet>(column, new CellTests.IntegerSet(column, integers));
            case ColumnKind.Double:
                var numbers = allowed.Select(value => value.Number!.Value).ToHashSet();
                return column => new CellMarker<CellTests.DoubleSet>(column, new CellTests.DoubleSet((DoubleColumn)column, numbers));
            case ColumnKind.Boolean:
                bool hasFalse = allowed.Contains(false), hasTrue = allowed.Contains(true);
                return column => new CellMarker<CellTests.BooleanSet>(column, new CellTests.BooleanSet((BooleanColumn)column, hasFalse, hasTrue));
            default:
                return new TextTest.Set(allowed.Select(value => (string)value.Value!)).Bind;
        }
    }
}
