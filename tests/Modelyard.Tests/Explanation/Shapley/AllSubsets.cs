using System.Numerics;
using Modelyard.Trees.Structure;

namespace Modelyard.Tests.Explanation.Shapley;

/// <summary>Computes Shapley values by their definition: over every subset of the features.</summary>
internal static class AllSubsets
{
    /// <summary>Computes the values of a game.</summary>
    /// <param name="players">The number of players.</param>
    /// <param name="worth">What a set of players, given by its bits, is worth.</param>
    public static double[] Values(int players, Func<int, double> worth)
    {
        double[] game = [.. Enumerable.Range(0, 1 << players).Select(worth)], values = new double[players];
        for (int player = 0; player < players; player++)
        {
            for (int set = 0; set < game.Length; set++)
            {
                if ((set >> player & 1) == 0)
                {
                    int size = BitOperations.PopCount((uint)set);
                    values[player] += Factorial(size) * Factorial(players - size - 1) / Factorial(players) * (game[set | 1 << player] - game[set]);
                }
            }
        }

        return values;
    }

    /// <summary>Computes the interaction index of each pair, halved, and on the diagonal what is left of the value.</summary>
    public static double[,] Interactions(int players, Func<int, double> worth)
    {
        double[] game = [.. Enumerable.Range(0, 1 << players).Select(worth)], values = Values(players, worth);
        double[,] result = new double[players, players];
        for (int i = 0; i < players; i++)
        {
            result[i, i] = values[i];
            for (int j = 0; j < players; j++)
            {
                if (i == j)
                {
                    continue;
                }

                int pair = 1 << i | 1 << j;
                for (int set = 0; set < game.Length; set++)
                {
                    if ((set & pair) == 0)
                    {
                        int size = BitOperations.PopCount((uint)set);
                        double weight = Factorial(size) * Factorial(players - size - 2) / (2 * Factorial(players - 1));
                        result[i, j] += weight * (game[set | pair] - game[set | 1 << i] - game[set | 1 << j] + game[set]);
                    }
                }
            }
        }

        for (int i = 0; i < players; i++)
        {
            for (int j = 0; j < players; j++)
            {
                result[i, i] -= i == j ? 0 : result[i, j];
            }
        }

        return result;
    }

    /// <summary>Computes what a tree gives for a row of which some features are known: at a split by another, the mean of both sides by their covers.</summary>
    public static double ByCovers(Tree tree, double[] row, int known, int node = 0)
    {
        TreeNode at = tree.Nodes[node];
        if (at.IsLeaf)
        {
            return at.Value;
        }

        if ((known >> at.Feature & 1) != 0)
        {
            return ByCovers(tree, row, known, at.Child + (GoesLeft(tree, at, row[at.Feature]) ? 0 : 1));
        }

        double left = tree.Covers[at.Child], right = tree.Covers[at.Child + 1], both = left + right;
        double share = both > 0 ? left / both : 0.5;
        return (share * ByCovers(tree, row, known, at.Child)) + ((1 - share) * ByCovers(tree, row, known, at.Child + 1));
    }

    private static bool GoesLeft(Tree tree, TreeNode node, double value) =>
        node.IsCategorical ? tree.IsLeft(in node, value) : double.IsNaN(value) ? node.MissingLeft : value <= node.Value;

    private static double Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);
}
