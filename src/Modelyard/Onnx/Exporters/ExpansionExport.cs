using Modelyard.Onnx.Graphs;
using Modelyard.Preparation;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out preparation that makes more features of each: products and splines.</summary>
internal static class ExpansionExport
{
    internal static GraphValue Of(PolynomialModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        byte[] chosen = state.Bytes("chosen");
        bool interactionOnly = state.Flag("interactionOnly");
        List<GraphValue> blocks = [x];
        if (state.Flag("bias"))
        {
            blocks.Insert(0, x.Fill(x.Graph.Row(1), 1));
        }

        GraphValue factors = x.Columns(Enumerable.Range(0, chosen.Length).Where(feature => chosen[feature] != 0));
        GraphValue terms = factors;
        int count = chosen.Count(one => one != 0);
        int[] firsts = [.. Enumerable.Range(0, count)];
        for (int order = 2; order <= state.Integer("degree"); order++)
        {
            // Each term is a factor times a term of one degree less whose first factor is none before it.
            (int Factor, int Term)[] products =
            [
                .. Enumerable.Range(0, count).SelectMany(factor => Enumerable.Range(0, firsts.Length)
                    .Where(term => interactionOnly ? firsts[term] > factor : firsts[term] >= factor).Select(term => (factor, term))),
            ];
            if (products.Length == 0)
            {
                break;
            }

            terms = factors.Columns(products.Select(product => product.Factor)) * terms.Columns(products.Select(product => product.Term));
            firsts = Array.ConvertAll(products, product => product.Factor);
            blocks.Add(terms);
        }

        return x.Graph.Join(blocks);
    }

    internal static GraphValue Of(SplineModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        int[] counts = state.Integers("counts");
        double[][] knots = state.Parts("knots", counts);
        int degree = state.Integer("degree");
        SplineExtrapolation extrapolation = state.Choice<SplineExtrapolation>("extrapolation");
        bool bias = state.Flag("bias");
        var blocks = new ColumnBlocks(x);
        for (int feature = 0; feature < counts.Length; feature++)
        {
            if (counts[feature] == 0)
            {
                blocks.Pass(feature);
                continue;
            }

            GraphValue splines = Splines(knots[feature], degree, extrapolation, x.Column(feature));
            blocks.Add(bias ? splines : splines.Columns(..(knots[feature].Length - degree - 2)));
        }

        return blocks.Join();
    }

    private static GraphValue Splines(double[] knots, int degree, SplineExtrapolation extrapolation, GraphValue value)
    {
        Graph graph = value.Graph;
        int count = knots.Length - degree - 1;
        GraphValue missing = value.IsNaN();
        GraphValue inside = Inside(knots, degree, value);
        if (extrapolation != SplineExtrapolation.Continue)
        {
            var basis = new SplineBasis(knots, degree, SplineExtrapolation.Linear);
            double low = knots[degree], high = knots[^(degree + 1)];
            GraphValue below = Beyond(basis, count, low, -1, extrapolation, value), above = Beyond(basis, count, high, 1, extrapolation, value);
            inside = graph.Choose(value < low, below, graph.Choose(value > high, above, inside));
        }

        return graph.Choose(missing, value, inside);
    }

    /// <summary>Lays out the splines beyond an end: level, or as straight as they left the range.</summary>
    private static GraphValue Beyond(SplineBasis basis, int count, double end, double step, SplineExtrapolation extrapolation, GraphValue value)
    {
        double[] heights = new double[count], next = new double[count];
        basis.Evaluate(end, heights);
        basis.Evaluate(end + step, next);
        double[] slopes = [.. heights.Zip(next, (height, beyond) => extrapolation == SplineExtrapolation.Linear ? (beyond - height) / step : 0)];
        return value.Graph.Row(heights) + ((value - end) * value.Graph.Row(slopes));
    }

    /// <summary>Lays out de Boor's recursion in the interval between two knots that a value lies in, or the nearest one.</summary>
    private static GraphValue Inside(double[] knots, int degree, GraphValue value)
    {
        Graph graph = value.Graph;
        int count = knots.Length - degree - 1;
        GraphValue all = graph.Numbers(knots, knots.Length);
        GraphValue interval = graph.Integers(Intervals(knots, degree, count)).Gather(EdgeSearch.CountUpTo(value, [knots[(degree + 1)..count]]));
        GraphValue Knot(int offset) => all.Gather(interval + graph.Integers([offset]));

        GraphValue zero = value.Fill(graph.Row(0), 1);
        List<GraphValue> splines = [value.Fill(graph.Row(1), 1)];
        for (int order = 1; order <= degree; order++)
        {
            GraphValue saved = zero;
            for (int i = 0; i < order; i++)
            {
                GraphValue right = Knot(i + 1) - value, left = value - Knot(1 - (order - i));
                GraphValue width = Knot(i + 1) - Knot(1 - (order - i)), hasNone = width.EqualTo(graph.Number(0));
                GraphValue share = graph.Choose(hasNone, graph.Number(0), splines[i] / graph.Choose(hasNone, graph.Number(1), width));
                splines[i] = saved + (right * share);
                saved = left * share;
            }

            splines.Add(saved);
        }

        // A spline that is not 0 in the interval stands at its place, and all others take the zero behind them.
        GraphValue places = graph.Integers([.. Enumerable.Range(0, count).Select(spline => (long)spline + degree)]).Unsqueeze(0) - interval;
        GraphValue isOther = (places < graph.Integers([0])) | (places > graph.Integers([degree]));
        return graph.Join([.. splines, zero]).GatherInRows(graph.Choose(isOther, graph.Integers([degree + 1]), places));
    }

    /// <summary>Finds the interval for each count of inner knots at or below a value: between equal knots there is nothing, and the last stretch of some width before them counts.</summary>
    private static long[] Intervals(double[] knots, int degree, int count)
    {
        long[] intervals = new long[count - degree];
        for (int i = 0; i < intervals.Length; i++)
        {
            int low = degree + i;
            while (low > degree && !(knots[low + 1] > knots[low]))
            {
                low--;
            }

            intervals[i] = low;
        }

        return intervals;
    }
}
