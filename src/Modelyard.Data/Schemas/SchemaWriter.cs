using System.Globalization;
using System.Text;
using Modelyard.Frames;
using Modelyard.Frames.Validation;

namespace Modelyard.Data.Schemas;

/// <summary>Writes a schema as YAML: what is as usual is left out.</summary>
/// <param name="notes">What was seen of each column, by its name; written as comments.</param>
internal sealed class SchemaWriter(IReadOnlyDictionary<string, string> notes)
{
    private readonly StringBuilder _text = new();

    public string Write(TableSchema schema)
    {
        Line(0, "title", schema.Title);
        Line(0, "description", schema.Description);
        if (schema.ExtraColumns != ExtraColumns.Allowed)
        {
            Raw(0, "extra-columns", SchemaNames.Of(SchemaNames.Extras, schema.ExtraColumns));
        }

        Flag(0, "ordered", schema.Ordered, false);
        if (schema.MinimumRows is not null || schema.MaximumRows is not null)
        {
            Raw(0, "rows", string.Empty);
            Raw(1, "minimum", Number(schema.MinimumRows));
            Raw(1, "maximum", Number(schema.MaximumRows));
        }

        Raw(0, "columns", schema.Columns.Count == 0 ? "{}" : string.Empty);
        foreach (ColumnSchema column in schema.Columns)
        {
            WriteColumn(column);
        }

        WriteTable(schema);
        return _text.ToString();
    }

    private void WriteColumn(ColumnSchema column)
    {
        Raw(1, YamlValue.Text(column.Name), string.Empty, notes.GetValueOrDefault(column.Name));
        Raw(2, "kind", SchemaNames.Of(SchemaNames.Kinds, column.Kind));
        Line(2, "description", column.Description);
        Flag(2, "required", column.Required, true);
        Flag(2, "nullable", column.Nullable, false);
        Raw(2, "maximum-missing-share", column.MaximumMissingShare?.ToString("R", CultureInfo.InvariantCulture));
        Bound("minimum", column.Minimum);
        Bound("exclusive-minimum", column.ExclusiveMinimum);
        Bound("maximum", column.Maximum);
        Bound("exclusive-maximum", column.ExclusiveMaximum);
        Flag(2, "finite", column.Finite, false);
        Raw(2, "allowed", column.Allowed is null ? null : List(column.Allowed.Select(YamlValue.Write)));
        Raw(2, "minimum-length", Number(column.MinimumLength));
        Raw(2, "maximum-length", Number(column.MaximumLength));
        Line(2, "pattern", column.Pattern);
        Flag(2, "unique", column.Unique, false);
        if (column.Monotonicity != Monotonicity.None)
        {
            Raw(2, "order", SchemaNames.Of(SchemaNames.Orders, column.Monotonicity));
        }

        Texts(2, "warnings", column.Warnings);
    }

    private void WriteTable(TableSchema schema)
    {
        Section("keys", schema.Keys, key => [("columns", List(key.Columns.Select(YamlValue.Text))), Severity(key.Severity)]);
        Section("rules", schema.Rules, rule =>
        [
            ("name", YamlValue.Text(rule.Name)), ("condition", YamlValue.Text(rule.Condition.ToString())), ("description", rule.Description is null ? null : YamlValue.Text(rule.Description)), Severity(rule.Severity),
        ]);
        Section("freshness", schema.Freshness, rule => [("column", YamlValue.Text(rule.Column)), ("within", YamlValue.Write(rule.Within)), Severity(rule.Severity)]);
        Section("references", schema.References, rule =>
        [
            ("columns", List(rule.Columns.Select(YamlValue.Text))), ("table", YamlValue.Text(rule.Table)), ("to", List(rule.ReferencedColumns.Select(YamlValue.Text))), Severity(rule.Severity),
        ]);
        Texts(0, "warnings", schema.Warnings);
    }

    private void Section<T>(string key, IReadOnlyList<T> items, Func<T, IReadOnlyList<(string Key, string? Value)>> fields)
    {
        if (items.Count == 0)
        {
            return;
        }

        Raw(0, key, string.Empty);
        foreach (T item in items)
        {
            string lead = "  - ";
            foreach ((string name, string? value) in fields(item).Where(field => field.Value is not null))
            {
                _text.Append(lead).Append(name).Append(": ").Append(value).Append('\n');
                lead = "    ";
            }
        }
    }

    private static (string Key, string? Value) Severity(Severity severity) => ("severity", severity == default ? null : SchemaNames.Of(SchemaNames.Severities, severity));

    private static string List(IEnumerable<string> items) => $"[{string.Join(", ", items)}]";

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private void Bound(string key, Label bound)
    {
        if (!bound.IsMissing)
        {
            Raw(2, key, YamlValue.Write(bound));
        }
    }

    private void Texts(int depth, string key, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            Raw(depth, key, List(texts.Select(YamlValue.Text)));
        }
    }

    private void Flag(int depth, string key, bool value, bool usual)
    {
        if (value != usual)
        {
            Raw(depth, key, value ? "true" : "false");
        }
    }

    private void Line(int depth, string key, string? text)
    {
        if (text is not null)
        {
            Raw(depth, key, YamlValue.Text(text));
        }
    }

    private void Raw(int depth, string key, string? value, string? comment = null)
    {
        if (value is null)
        {
            return;
        }

        _text.Append(' ', 2 * depth).Append(key).Append(':').Append(value.Length > 0 ? " " : string.Empty).Append(value);
        if (comment is not null)
        {
            _text.Append("  # ").Append(string.Concat(comment.Select(unit => char.IsControl(unit) ? ' ' : unit)));
        }

        _text.Append('\n');
    }
}
