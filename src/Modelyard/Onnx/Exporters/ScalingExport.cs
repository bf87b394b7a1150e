using Modelyard.Onnx.Graphs;
using Modelyard.Preparation;
using Modelyard.Preparation.Outliers;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out preparation that keeps each feature and changes its values.</summary>
internal static class ScalingExport
{
    internal static GraphValue Of(ScalingModel model, GraphValue x) => (x - x.Graph.Row(model.Centers)) / x.Graph.Row(model.Scales);

    // The least and the greatest of a number and none is not the same in every runtime, so missing values pass by.
    internal static GraphValue Of(ClippingModel model, GraphValue x) => x.Graph.Choose(x.IsNaN(), x, x.Greatest(x.Graph.Row(model.Lower)).Least(x.Graph.Row(model.Upper)));

    internal static GraphValue Of(ImputerModel model, GraphValue x)
    {
        GraphValue missing = x.IsNaN(), filled = x.Graph.Choose(missing, x.Graph.Row(model.Fills), x);
        byte[] indicated = StoredState.Of(model).Bytes("indicated");
        int[] columns = [.. Enumerable.Range(0, indicated.Length).Where(feature => indicated[feature] != 0)];
        return columns.Length == 0 ? filled : x.Graph.Join(filled, missing.AsNumber().Columns(columns));
    }

    internal static GraphValue Of(QuantileModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        int[] counts = state.Integers("counts");
        double[][] landmarks = state.Parts("landmarks", counts);
        int[] own = [.. Enumerable.Range(0, counts.Length).Where(feature => counts[feature] > 0)];
        if (own.Length == 0)
        {
            return x;
        }

        GraphValue ranks = Ranks(x.Columns(own), [.. own.Select(feature => landmarks[feature])]);
        return x.Graph.Join(x, ranks).Columns(Enumerable.Range(0, counts.Length).Select(feature => Array.IndexOf(own, feature) is >= 0 and int place ? counts.Length + place : feature));
    }

    internal static GraphValue Of(PowerModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        PowerKind[] kinds = Array.ConvertAll(state.Bytes("kinds"), kind => (PowerKind)kind);
        double[] centers = state.Numbers("centers"), scales = state.Numbers("scales"), powers = state.Numbers("powers");
        var blocks = new ColumnBlocks(x);
        for (int feature = 0; feature < kinds.Length; feature++)
        {
            if (kinds[feature] == PowerKind.None)
            {
                blocks.Pass(feature);
                continue;
            }

            GraphValue value = x.Column(feature);
            GraphValue bent = kinds[feature] == PowerKind.BoxCox
                ? Bend(LogOfPositive(value), powers[feature])
                : YeoJohnson(value, powers[feature]);
            blocks.Add(x.Graph.Choose(value.IsNaN(), value, (bent - centers[feature]) / scales[feature]));
        }

        return blocks.Join();
    }

    /// <summary>Lays out the logarithm of what must be positive: all else counts as the least positive number, whose logarithm runtimes may get wrong.</summary>
    private static GraphValue LogOfPositive(GraphValue value)
    {
        const double LeastNormal = 2.2250738585072014e-308;
        return value.Graph.Choose(value >= LeastNormal, value.Greatest(LeastNormal).Log(), value.Graph.Number(Math.Log(double.Epsilon)));
    }

    private static GraphValue YeoJohnson(GraphValue value, double power)
    {
        GraphValue above = Bend(value.Greatest(0).LogOnePlus(), power), below = Bend((-value).Greatest(0).LogOnePlus(), 2 - power);
        return value.Graph.Choose(value >= 0, above, -below);
    }

    /// <summary>Lays out the power of which the logarithm of the base is given, less 1, by the power; the logarithm itself where the power is 0.</summary>
    private static GraphValue Bend(GraphValue logarithm, double power)
    {
        const double Zero = 2.220446049250313e-16;
        return Math.Abs(power) <= Zero ? logarithm : (logarithm * power).ExpMinusOne() / power;
    }

    /// <summary>Lays out the ranks of values among landmarks: interpolated between two, in the middle of those that are equal to the value.</summary>
    private static GraphValue Ranks(GraphValue x, double[][] landmarks)
    {
        Graph graph = x.Graph;
        GraphValue below = EdgeSearch.CountBelow(x, landmarks), upTo = EdgeSearch.CountUpTo(x, landmarks);
        GraphValue lasts = graph.Row([.. landmarks.Select(own => own.Length - 1.0)]);
        GraphValue firstValues = graph.Row([.. landmarks.Select(own => own[0])]), lastValues = graph.Row([.. landmarks.Select(own => own[^1])]);
        GraphValue places = below.AsNumber();
        GraphValue amid = 0.5 * (places + upTo.AsNumber() - 1) / lasts;

        GraphValue all = graph.Numbers([.. landmarks.SelectMany(own => own)], landmarks.Sum(own => own.Length)), offsets = EdgeSearch.Offsets(graph, landmarks);
        GraphValue high = places.Least(lasts).AsInteger() + offsets, low = (places - 1).Greatest(0).AsInteger() + offsets;
        GraphValue start = all.Gather(low);
        GraphValue between = ((places - 1) + ((x - start) / (all.Gather(high) - start))) / lasts;

        GraphValue rank = graph.Choose(below < upTo, amid, between);
        rank = graph.Choose(x >= lastValues, graph.Number(1), rank);
        rank = graph.Choose(x <= firstValues, graph.Number(0), rank);
        return graph.Choose(x.IsNaN(), x, rank);
    }
}
