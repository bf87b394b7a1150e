using Modelyard.Frames;
using Modelyard.Frames.Expressions;
using Modelyard.Frames.Validation;
using Modelyard.Frames.Validation.Checks;

namespace Modelyard.Data.Schemas;

/// <summary>Makes a schema of the tree of a YAML text.</summary>
/// <param name="problems">Receives what is wrong.</param>
internal sealed class SchemaReader(SchemaProblems problems)
{
    private static readonly string[] TableKeys = ["columns", "title", "description", "extra-columns", "ordered", "rows", "keys", "rules", "freshness", "references", "warnings"];

    private static readonly string[] ColumnKeys =
    [
        "kind", "description", "required", "nullable", "maximum-missing-share", "minimum", "maximum", "exclusive-minimum", "exclusive-maximum", "finite", "allowed",
        "minimum-length", "maximum-length", "pattern", "unique", "order", "warnings",
    ];

    /// <summary>Reads a schema.</summary>
    /// <param name="root">The root of the tree.</param>
    /// <exception cref="SchemaFormatException">It is no schema, or contradicts itself.</exception>
    public TableSchema Read(YamlNode root)
    {
        var fields = new YamlFields(root, "schema", TableKeys, problems);
        var rows = fields["rows"] is { } node ? new YamlFields(node, "number of rows", ["minimum", "maximum"], problems) : null;
        var schema = new TableSchema(ReadColumns(fields))
        {
            Title = fields.Text("title"),
            Description = fields.Text("description"),
            ExtraColumns = fields.Choice("extra-columns", SchemaNames.Extras, ExtraColumns.Allowed),
            Ordered = fields.Flag("ordered", false),
            MinimumRows = rows?.Count("minimum", long.MaxValue),
            MaximumRows = rows?.Count("maximum", long.MaxValue),
            Keys = [.. fields.Items("keys").Select(ReadKey)],
            Rules = [.. fields.Items("rules").Select(ReadRule).OfType<RowRule>()],
            Freshness = [.. fields.Items("freshness").Select(ReadFreshness).OfType<FreshnessRule>()],
            References = [.. fields.Items("references").Select(ReadReference).OfType<ReferenceRule>()],
            Warnings = fields.Texts("warnings"),
        };
        problems.ThrowIfAny();
        foreach ((string[] place, string message) in SchemaReview.Problems(schema))
        {
            problems.Add(Find(root, place), message);
        }

        problems.ThrowIfAny();
        return schema;
    }

    /// <summary>Finds the part that a place names, or the innermost around it.</summary>
    private static YamlNode Find(YamlNode root, string[] place)
    {
        YamlNode found = root;
        foreach (string name in place)
        {
            YamlNode? next = found switch
            {
                YamlNode.Map map => map.Entries.FirstOrDefault(entry => entry.Key.Text == name).Value,
                YamlNode.List list when int.TryParse(name, out int index) && index < list.Items.Count => list.Items[index],
                _ => null,
            };
            found = next ?? found;
        }

        return found;
    }

    private List<ColumnSchema> ReadColumns(YamlFields fields)
    {
        switch (fields["columns"])
        {
            case null:
                if (fields.Node is YamlNode.Map)
                {
                    problems.Add(fields.Node, "The key 'columns' is not there and must be.");
                }

                return [];
            case YamlNode.Map map:
                return [.. map.Entries.Select(entry => ReadColumn(entry.Key.Text, entry.Value))];
            case var other:
                problems.Add(other, $"'columns' is {other.Name} and must be a mapping from the names of the columns to what must hold for them.");
                return [];
        }
    }

    private ColumnSchema ReadColumn(string name, YamlNode node)
    {
        // A kind alone is the shortest form: 'id: integer'.
        if (node is YamlNode.Scalar { IsNull: false } && new YamlNode.Map(node.Line, node.Column, [(new YamlNode.Scalar(node.Line, node.Column, "kind", false), node)]) is var alone)
        {
            node = alone;
        }

        var fields = new YamlFields(node, "column", ColumnKeys, problems);
        if (fields["kind"] is null && node is YamlNode.Map)
        {
            problems.Add(node, $"The column '{name}' has no 'kind' and must have one of '{string.Join("', '", SchemaNames.Kinds.Select(kind => kind.Name))}'.");
        }

        ColumnKind kind = fields.Choice("kind", SchemaNames.Kinds, ColumnKind.Text);
        return new ColumnSchema(name, kind)
        {
            Description = fields.Text("description"),
            Required = fields.Flag("required", true),
            Nullable = fields.Flag("nullable", false),
            MaximumMissingShare = ReadShare(fields),
            Minimum = ReadBound(fields, "minimum", kind),
            Maximum = ReadBound(fields, "maximum", kind),
            ExclusiveMinimum = ReadBound(fields, "exclusive-minimum", kind),
            ExclusiveMaximum = ReadBound(fields, "exclusive-maximum", kind),
            Finite = fields.Flag("finite", false),
            Allowed = fields["allowed"] is null ? null : [.. fields.Items("allowed").Select(item => ReadValue(item, "allowed", kind)).Where(value => !value.IsMissing)],
            MinimumLength = (int?)fields.Count("minimum-length", int.MaxValue),
            MaximumLength = (int?)fields.Count("maximum-length", int.MaxValue),
            Pattern = fields.Text("pattern"),
            Unique = fields.Flag("unique", false),
            Monotonicity = fields.Choice("order", SchemaNames.Orders, Monotonicity.None),
            Warnings = fields.Texts("warnings"),
        };
    }

    private double? ReadShare(YamlFields fields)
    {
        switch (fields["maximum-missing-share"])
        {
            case null:
                return null;
            case YamlNode.Scalar { IsQuoted: false } scalar when YamlValue.TryDouble(scalar.Text, out double share):
                return share;
            case var other:
                problems.Add(other, $"'maximum-missing-share' is {other.Name} and must be a number from 0 to 1.");
                return null;
        }
    }

    private Label ReadBound(YamlFields fields, string key, ColumnKind kind)
    {
        if (fields[key] is not { } node)
        {
            return Label.Missing;
        }

        return ReadValue(node, key, kind is ColumnKind.Integer or ColumnKind.Double or ColumnKind.Timestamp ? kind : ColumnKind.Double);
    }

    private Label ReadValue(YamlNode node, string key, ColumnKind kind)
    {
        if (node is YamlNode.Scalar scalar && YamlValue.TryRead(scalar, kind, out Label value))
        {
            return value;
        }

        string form = kind switch
        {
            ColumnKind.Integer or ColumnKind.Double => "a number without quotes",
            ColumnKind.Boolean => "'true' or 'false' without quotes",
            ColumnKind.Timestamp => "a time such as '2026-01-31' or '2026-01-31T12:00:00Z'",
            _ => "a text; write 'null' and '~' in quotes if they are meant as texts",
        };
        problems.Add(node, $"'{key}' is {node.Name} and must be {form}.");
        return Label.Missing;
    }

    private UniqueKey ReadKey(YamlNode node)
    {
        if (node is YamlNode.List)
        {
            node = new YamlNode.Map(node.Line, node.Column, [(new YamlNode.Scalar(node.Line, node.Column, "columns", false), node)]);
        }

        var fields = new YamlFields(node, "key", ["columns", "severity"], problems);
        return new UniqueKey(fields.Texts("columns", isRequired: true)) { Severity = ReadSeverity(fields) };
    }

    private RowRule? ReadRule(YamlNode node)
    {
        var fields = new YamlFields(node, "rule", ["name", "condition", "description", "severity"], problems);
        string? name = fields.Text("name", isRequired: true), condition = fields.Text("condition", isRequired: true);
        if (name is null || condition is null)
        {
            return null;
        }

        try
        {
            return new RowRule(name, condition) { Description = fields.Text("description"), Severity = ReadSeverity(fields) };
        }
        catch (ExpressionException fault)
        {
            problems.Add(fields["condition"]!, $"The condition cannot be read. {fault.Message}");
            return null;
        }
    }

    private FreshnessRule? ReadFreshness(YamlNode node)
    {
        var fields = new YamlFields(node, "rule of freshness", ["column", "within", "severity"], problems);
        string? column = fields.Text("column", isRequired: true), within = fields.Text("within", isRequired: true);
        TimeSpan age = TimeSpan.Zero;
        if (within is not null && !YamlValue.TryDuration(within, out age))
        {
            problems.Add(fields["within"]!, $"'within' is '{within}' and must be a duration such as '1d 12h', '90m' or '30s'.");
        }

        return column is null ? null : new FreshnessRule(column, age) { Severity = ReadSeverity(fields) };
    }

    private ReferenceRule? ReadReference(YamlNode node)
    {
        var fields = new YamlFields(node, "reference", ["columns", "table", "to", "severity"], problems);
        IReadOnlyList<string> columns = fields.Texts("columns", isRequired: true), to = fields.Texts("to");
        return fields.Text("table", isRequired: true) is { } table ? new ReferenceRule(columns, table, to.Count == 0 ? columns : to) { Severity = ReadSeverity(fields) } : null;
    }

    private static Severity ReadSeverity(YamlFields fields) => fields.Choice("severity", SchemaNames.Severities, Severity.Error);
}
