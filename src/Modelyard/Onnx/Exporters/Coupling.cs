using Modelyard.Numerics;
using Modelyard.Onnx.Graphs;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out how the probabilities of pairs of classes become one probability a class.</summary>
/// <remarks>The steps and the end of <c>PairwiseCoupling</c>: a row that is near enough keeps its values while others go on.</remarks>
internal static class Coupling
{
    private const int LeastSteps = 100;
    private const double Tolerance = 0.005;

    /// <summary>Lays out the probabilities of all classes.</summary>
    /// <param name="later">For each pair of present classes, the first with the second, the first with the third and so on, the probability of the later one.</param>
    /// <param name="present">The classes that have pairs.</param>
    /// <param name="classes">The number of all classes.</param>
    internal static GraphValue Of(GraphValue later, int[] present, int classes)
    {
        GraphValue coupled = present.Length == 2 ? later.AsPair() : Solve(later, present.Length);
        return Spread(coupled, present, classes);
    }

    /// <summary>Gives columns to the classes that have one, and zeros to the others.</summary>
    internal static GraphValue Spread(GraphValue columns, int[] present, int classes)
    {
        if (present.Length == classes)
        {
            return columns;
        }

        GraphValue zero = columns.Fill(columns.Graph.Row(0), 1);
        return columns.Graph.Join(columns, zero).Columns(Enumerable.Range(0, classes).Select(k => Array.IndexOf(present, k) is >= 0 and int place ? place : present.Length));
    }

    private static GraphValue Solve(GraphValue later, int classes)
    {
        Graph graph = later.Graph;
        (GraphValue flat, GraphValue table) = Matrices(later, classes);
        double[] even = new double[classes];
        Array.Fill(even, 1.0 / classes);
        GraphValue start = later.Fill(graph.Row(even), classes);
        GraphValue end = graph.Repeat(Math.Max(LeastSteps, classes), start, classes, before =>
        {
            GraphValue products = (table * before.Unsqueeze(1)).Sum(axis: 2, keep: false);
            GraphValue square = (before * products).Sum();
            GraphValue isOpen = (products - square).Abs().GreatestOf() >= Tolerance / classes;
            GraphValue next = before;
            for (int t = 0; t < classes; t++)
            {
                GraphValue own = flat.Column((t * classes) + t), product = products.Column(t);
                GraphValue change = (square - product) / own;
                GraphValue scale = 1 / (change + 1);
                double[] unit = new double[classes];
                unit[t] = 1;
                next = (next + (change * graph.Row(unit))) * scale;
                square = (square + (change * ((change * own) + (product * 2)))) * scale * scale;
                products = (products + (change * flat.Columns((t * classes)..((t + 1) * classes)))) * scale;
            }

            GraphValue any = isOpen.AsNumber().Sum(axis: 0, keep: false).Reshape() > 0;
            return (any, graph.Choose(isOpen, next, before));
        });
        return end.Shares();
    }

    /// <summary>Lays out, for each row, the matrix Q of the paper: once as a row of its elements, once as a square.</summary>
    private static (GraphValue Flat, GraphValue Table) Matrices(GraphValue later, int classes)
    {
        int pairs = classes * (classes - 1) / 2;
        Matrix ofEarlier = new(pairs, classes), ofLater = new(pairs, classes);
        int[] places = new int[classes * classes];
        for (int a = 0, pair = 0; a < classes; a++)
        {
            places[(a * classes) + a] = pairs + a;
            for (int b = a + 1; b < classes; b++, pair++)
            {
                ofEarlier[pair, a] = 1;
                ofLater[pair, b] = 1;
                places[(a * classes) + b] = places[(b * classes) + a] = pair;
            }
        }

        GraphValue earlier = 1 - later, products = -(later * earlier);
        GraphValue diagonal = (later * later).Times(later.Graph.Table(ofEarlier)) + (earlier * earlier).Times(later.Graph.Table(ofLater));
        GraphValue flat = later.Graph.Join(products, diagonal).Columns(places);
        return (flat, flat.Reshape(-1, classes, classes));
    }
}
