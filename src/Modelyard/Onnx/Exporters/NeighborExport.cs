using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Onnx.Format;
using Modelyard.Onnx.Graphs;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out neighbours: every row is compared with every training row, in memory of rows x training rows.</summary>
internal static class NeighborExport
{
    // So many more rows than are sought are compared exactly, where a rough comparison finds them.
    private const int MoreCandidates = 32;

    internal static GraphValue Of(KNeighborsClassificationModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        (GraphValue weights, GraphValue places) = Nearest(state, model.Features.Count, x);
        GraphValue labels = x.Graph.Integers(Array.ConvertAll(state.Integers("labels"), label => (long)label)).Gather(places);
        GraphValue classes = x.Graph.Integers([.. Enumerable.Range(0, model.Classes.Count).Select(k => (long)k)]);
        return (labels.Unsqueeze(2).EqualTo(classes).AsNumber() * weights.Unsqueeze(2)).Sum(axis: 1, keep: false) / weights.Sum();
    }

    internal static GraphValue Of(KNeighborsRegressionModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        (GraphValue weights, GraphValue places) = Nearest(state, model.Features.Count, x);
        double[] target = state.Numbers("target");
        return (x.Graph.Numbers(target, target.Length).Gather(places) * weights).Sum() / weights.Sum();
    }

    internal static GraphValue Of(RadiusNeighborsClassificationModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        int[] labels = state.Integers("labels");
        double[] shares = new double[model.Classes.Count];
        var table = new Matrix(labels.Length, shares.Length);
        for (int row = 0; row < labels.Length; row++)
        {
            table[row, labels[row]] = 1;
            shares[labels[row]] += 1.0 / labels.Length;
        }

        GraphValue weights = Within(state, model.Features.Count, x), total = weights.Sum();
        return x.Graph.Choose(total > 0, weights.Times(x.Graph.Table(table)) / total, x.Graph.Row(shares));
    }

    internal static GraphValue Of(RadiusNeighborsRegressionModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        double[] target = state.Numbers("target");
        GraphValue weights = Within(state, model.Features.Count, x), total = weights.Sum();
        return x.Graph.Choose(total > 0, weights.Times(x.Graph.Numbers(target, target.Length, 1)) / total, x.Graph.Number(target.Average()));
    }

    /// <summary>Lays out the weights and the places of the nearest rows.</summary>
    private static (GraphValue Weights, GraphValue Places) Nearest(StoredState state, int features, GraphValue x)
    {
        RankDistance distance = Distance(state);
        Matrix points = Points(state, distance, features);
        GraphValue own = distance.IsMapped ? Map(distance, x) : x;
        int count = state.Integer("neighbors"), candidates = (2 * count) + MoreCandidates;
        (GraphValue nearest, GraphValue places) = distance.IsSquared && candidates < points.Rows
            ? NearestOfCandidates(own, points, count, candidates)
            : Ranks(distance, own, points).Sorted(count, largest: false);
        GraphValue roots = Root(distance, nearest);
        return (Weights(state, roots, roots.Column(0)), places);
    }

    /// <summary>Lays out a search by one product of tables that finds more rows than are sought, of which the exact distances then decide: the table of all rows is gone through once and not once a feature.</summary>
    private static (GraphValue Ranks, GraphValue Places) NearestOfCandidates(GraphValue x, Matrix points, int count, int candidates)
    {
        GraphValue found = SquaredDistances.Of(x, points).Sorted(candidates, largest: false).Places;

        // In the order of their numbers, so that of equally near ones the first is taken.
        found = found.Sorted(candidates, largest: false).Values;
        GraphValue apart = x.Graph.Table(points).Gather(found) - x.Unsqueeze(1);
        (GraphValue ranks, GraphValue places) = Finite((apart * apart).Sum(axis: 2, keep: false)).Sorted(count, largest: false);
        return (ranks, found.GatherInRows(places));
    }

    /// <summary>Lays out the weights of all training rows, which are 0 beyond the radius.</summary>
    private static GraphValue Within(StoredState state, int features, GraphValue x)
    {
        RankDistance distance = Distance(state);
        GraphValue roots = Root(distance, Ranks(distance, distance.IsMapped ? Map(distance, x) : x, Points(state, distance, features)));
        return Weights(state, roots, roots.LeastOf()) * (roots <= state.Number("radius")).AsNumber();
    }

    private static GraphValue Weights(StoredState state, GraphValue roots, GraphValue least)
    {
        const double LeastDistance = 1e-290;
        Graph graph = roots.Graph;
        GraphValue zero = graph.Number(0);
        return state.Choice<NeighborWeighting>("weights") == NeighborWeighting.Uniform
            ? (roots >= 0).AsNumber()
            : graph.Choose(least.EqualTo(zero), roots.EqualTo(zero).AsNumber(), 1 / roots.Within(LeastDistance, double.MaxValue));
    }

    private static RankDistance Distance(StoredState state) => RankDistance.Of(state.Choice<DistanceMetric>("metric"), state.Number("p"));

    /// <summary>Makes the points that the training rows are mapped to.</summary>
    private static Matrix Points(StoredState state, RankDistance distance, int features)
    {
        Matrix rows = state.Contains("starts")
            ? new SparseMatrix(features, state.Integers("starts"), state.Integers("indices"), state.Numbers("values")).ToDense()
            : state.Table("rows");
        if (!distance.IsMapped)
        {
            return rows;
        }

        var points = new Matrix(rows.Rows, distance.Width(features));
        for (int row = 0; row < rows.Rows; row++)
        {
            distance.Map(rows.Row(row), points.Row(row));
        }

        return points;
    }

    /// <summary>Lays out the distances before the root, rows x training rows, feature by feature: equal rows are at distance 0.</summary>
    private static GraphValue Ranks(RankDistance distance, GraphValue x, Matrix points)
    {
        GraphValue? sum = null;
        double[] column = new double[points.Rows];
        for (int feature = 0; feature < points.Columns; feature++)
        {
            points.CopyColumnTo(feature, column);
            GraphValue term = Term(distance, x.Column(feature), x.Graph.Row(column));
            sum = sum is not { } before ? term : distance.Metric == DistanceMetric.Chebyshev ? before.Greatest(term) : before + term;
        }

        return Finite(distance.Metric == DistanceMetric.Hamming ? sum!.Value / points.Columns : sum!.Value);
    }

    /// <summary>Puts what is no number infinitely far.</summary>
    private static GraphValue Finite(GraphValue ranks) => ranks.Graph.Choose(ranks.IsNaN(), ranks.Graph.Number(double.PositiveInfinity), ranks);

    private static GraphValue Term(RankDistance distance, GraphValue own, GraphValue others)
    {
        if (distance.Metric == DistanceMetric.Hamming)
        {
            return (!own.EqualTo(others)).AsNumber();
        }

        GraphValue apart = own - others;
        return distance.Metric switch
        {
            DistanceMetric.Manhattan or DistanceMetric.Chebyshev => apart.Abs(),
            DistanceMetric.Minkowski => apart.Abs().Power(distance.Power),
            _ => apart * apart,
        };
    }

    private static GraphValue Map(RankDistance distance, GraphValue x)
    {
        Graph graph = x.Graph;
        if (distance.Metric == DistanceMetric.Haversine)
        {
            GraphValue sines = x.Sin(), cosines = (x + (Math.PI / 2)).Sin(), across = cosines.Column(0);
            return graph.Join(across * cosines.Column(1), across * sines.Column(1), sines.Column(0));
        }

        GraphValue greatest = x.Abs().GreatestOf(), isZero = greatest.EqualTo(graph.Number(0));
        GraphValue scaled = x / graph.Choose(isZero, graph.Number(1), greatest);
        GraphValue norm = (scaled * scaled).Sum().Sqrt();
        return graph.Join(scaled / graph.Choose(isZero, graph.Number(1), norm), isZero.As(ElementType.Number));
    }

    private static GraphValue Root(RankDistance distance, GraphValue ranks) => distance.Metric switch
    {
        DistanceMetric.Cosine => ranks / 2,
        DistanceMetric.Haversine => 2 * ArcSine((ranks.Sqrt() / 2).Least(1)),
        DistanceMetric.Minkowski => ranks.Power(1 / distance.Power),
        _ => distance.IsSquared ? ranks.Sqrt() : ranks,
    };

    /// <summary>Lays out the angle whose sine is a number from 0 to 1, by Newton's steps; above one half by the half angle, where the sine is steep.</summary>
    private static GraphValue ArcSine(GraphValue sine)
    {
        const int Steps = 4;
        Graph graph = sine.Graph;
        GraphValue isLarge = sine > 0.5;
        GraphValue small = graph.Choose(isLarge, ((1 - sine) / 2).Greatest(0).Sqrt(), sine);
        GraphValue angle = small + (small * small * small / 6);
        for (int step = 0; step < Steps; step++)
        {
            angle -= (angle.Sin() - small) / (angle + (Math.PI / 2)).Sin();
        }

        return graph.Choose(isLarge, (Math.PI / 2) - (2 * angle), angle);
    }
}
