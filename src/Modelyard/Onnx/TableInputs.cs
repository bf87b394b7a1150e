using Modelyard.Learning;
using Modelyard.Onnx.Format;
using Modelyard.Onnx.Graphs;
using Modelyard.Preparation;

namespace Modelyard.Onnx;

/// <summary>Lays out the inputs of a table, one a column, and their encoding as <see cref="RowEncoder"/> does it.</summary>
internal static class TableInputs
{
    private const long Missing = -2, Unknown = -1;

    internal static GraphValue Of(Graph graph, FeatureSchema columns)
    {
        var terms = new List<GraphValue>();
        GraphValue[] own = [.. columns.Select(column => Encode(graph, column, terms))];
        return graph.Join([.. own, .. terms]);
    }

    private static GraphValue Encode(Graph graph, Feature column, List<GraphValue> terms)
    {
        switch (column.Kind)
        {
            case FeatureKind.Numeric:
                GraphValue number = graph.Input(column.Name, ElementType.Number, 1);
                return graph.Choose(number.Abs() <= RowEncoder.Greatest, number, graph.Number(double.NaN));
            case FeatureKind.Boolean or FeatureKind.Timestamp:
                return graph.Input(column.Name, ElementType.Number, 1);
            case FeatureKind.Categorical:
                return EncodeLevels(graph.Input(column.Name, ElementType.Text, 1), column.Levels);
            case FeatureKind.Text:
                GraphValue text = graph.Input(column.Name, ElementType.Number, 1 + column.Levels.Count);
                terms.Add(text.Columns(1..(1 + column.Levels.Count)));
                return text.Column(0);
            default:
                throw new ModelyardException($"The column '{column.Name}' is of the kind '{column.Kind}', which has no form in ONNX yet. Leave it out, or serve the model with Modelyard.");
        }
    }

    private static GraphValue EncodeLevels(GraphValue text, IReadOnlyList<string> levels)
    {
        // An empty cell is missing, whatever the levels are.
        string[] keys = [.. levels.Distinct(StringComparer.Ordinal).Where(level => level.Length > 0), ""];
        var codes = new Dictionary<string, long>(StringComparer.Ordinal) { [""] = Missing };
        for (int code = 0; code < levels.Count; code++)
        {
            codes.TryAdd(levels[code], code);
        }

        GraphValue code64 = text.Graph.Apply(
            "LabelEncoder",
            [text],
            NodeAttribute.Of("keys_strings", keys),
            NodeAttribute.Of("values_int64s", keys.Select(key => codes[key])),
            NodeAttribute.Of("default_int64", Unknown));
        GraphValue number = code64.AsNumber();
        return text.Graph.Choose(number < Unknown, text.Graph.Number(double.NaN), number);
    }
}
