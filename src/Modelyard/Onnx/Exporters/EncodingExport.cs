using Modelyard.Onnx.Graphs;
using Modelyard.Preparation;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out the encodings of levels and of bins.</summary>
internal static class EncodingExport
{
    internal static GraphValue Of(OneHotModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        byte[] encoded = state.Bytes("encoded");
        int[] all = state.Integers("columns");
        var blocks = new ColumnBlocks(x);
        int start = 0;
        for (int feature = 0; feature < encoded.Length; feature++)
        {
            if (encoded[feature] == 0)
            {
                blocks.Pass(feature);
                continue;
            }

            int levels = model.Features[feature].Levels.Count;
            int[] columns = all[start..(start + levels + 2)];
            start += columns.Length;
            GraphValue places = x.Graph.Integers(Array.ConvertAll(columns, column => (long)column)).Gather(Slot(x.Column(feature), levels));
            if (columns.Max() >= 0)
            {
                blocks.Add(places.Mark(columns.Max() + 1));
            }
        }

        return blocks.Join();
    }

    internal static GraphValue Of(TargetEncodingModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        byte[] encoded = state.Bytes("encoded");
        int total = 0;
        for (int feature = 0; feature < encoded.Length; feature++)
        {
            total += encoded[feature] == 0 ? 0 : model.Features[feature].Levels.Count + 2;
        }

        double[] all = state.Numbers("encodings");
        int width = total == 0 ? 0 : all.Length / total, start = 0;
        var blocks = new ColumnBlocks(x);
        for (int feature = 0; feature < encoded.Length; feature++)
        {
            if (encoded[feature] == 0)
            {
                blocks.Pass(feature);
                continue;
            }

            int levels = model.Features[feature].Levels.Count, length = (levels + 2) * width;
            GraphValue table = x.Graph.Numbers(all.AsSpan(start, length), levels + 2, width);
            start += length;
            blocks.Add(table.Gather(Slot(x.Column(feature), levels)).Reshape(-1, width));
        }

        return blocks.Join();
    }

    internal static GraphValue Of(BinModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        int[] counts = state.Integers("counts");
        double[][] edges = state.Parts("edges", counts);
        bool isOneHot = state.Choice<BinEncoding>("encoding") == BinEncoding.OneHot;
        var blocks = new ColumnBlocks(x);
        for (int feature = 0; feature < counts.Length; feature++)
        {
            if (counts[feature] < 0)
            {
                blocks.Pass(feature);
                continue;
            }

            GraphValue value = x.Column(feature), missing = value.IsNaN();
            GraphValue bin = EdgeSearch.CountUpTo(value, [edges[feature]]);
            blocks.Add(isOneHot
                ? x.Graph.Choose(missing, x.Graph.Integers([-1]), bin).Mark(counts[feature] + 1)
                : x.Graph.Choose(missing, value, bin.AsNumber()));
        }

        return blocks.Join();
    }

    /// <summary>Lays out the place of a code in a table of levels, then unknown ones, then missing ones.</summary>
    private static GraphValue Slot(GraphValue code, int levels)
    {
        Graph graph = code.Graph;
        GraphValue known = graph.Choose((code >= 0) & (code < levels), code, graph.Number(levels));
        return graph.Choose(code.IsNaN(), graph.Number(levels + 1), known).AsInteger();
    }
}
