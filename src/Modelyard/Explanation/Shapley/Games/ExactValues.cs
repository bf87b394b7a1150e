using System.Numerics;

namespace Modelyard.Explanation.Shapley.Games;

/// <summary>Computes Shapley values by their definition, over every set of players.</summary>
internal static class ExactValues
{
    private const int SetsAtOnce = 1 << 10;

    /// <summary>Determines whether every set can be looked at for no more than a number of sets.</summary>
    internal static bool Affordable(int players, long sets) => players < 20 && 1L << players <= sets;

    /// <summary>Computes the values of all players.</summary>
    /// <param name="game">The game.</param>
    /// <param name="row">The row that is explained.</param>
    /// <param name="values">Receives outputs x players.</param>
    /// <param name="errors">Receives the standard errors, which only a sampled background makes.</param>
    internal static void Compute(CoalitionGame game, ReadOnlySpan<double> row, Span<double> values, Span<double> errors)
    {
        int players = game.Players, outputs = game.Base.Length, count = 1 << players;
        double[] weights = Weights(players), worth = new double[SetsAtOnce * outputs];
        bool[] sets = new bool[SetsAtOnce * players];
        double[] each = new double[game.EachLength(Math.Min(count, SetsAtOnce))];
        BackgroundSpread? spread = game.IsSampled ? new BackgroundSpread(game, values.Length) : null;
        values.Clear();
        for (int first = 0; first < count; first += SetsAtOnce)
        {
            int size = Math.Min(SetsAtOnce, count - first);
            for (int i = 0; i < size * players; i++)
            {
                sets[i] = ((first + (i / players)) >> (i % players) & 1) != 0;
            }

            game.Worth(row, sets, size, worth, each);
            for (int set = first; set < first + size; set++)
            {
                int members = BitOperations.PopCount((uint)set);
                for (int player = 0; player < players; player++)
                {
                    // With the player in the set this is the end of a step, without it the start.
                    double weight = (set >> player & 1) != 0 ? weights[members - 1] : -weights[members];
                    for (int output = 0; output < outputs; output++)
                    {
                        int place = ((set - first) * outputs) + output;
                        values[(output * players) + player] += weight * worth[place];
                        spread?.Add((output * players) + player, weight, each.AsSpan(place * game.BackgroundRows, game.BackgroundRows));
                    }
                }
            }
        }

        spread?.Widen(errors);
    }

    /// <summary>Computes s! (n − s − 1)! / n! for each number s of others that came before; one place more, which no player reads, for the set of all.</summary>
    private static double[] Weights(int players)
    {
        double[] weights = new double[players + 1];
        double binomial = 1;
        for (int before = 0; before < players; before++)
        {
            weights[before] = 1 / (players * binomial);
            binomial *= (double)(players - 1 - before) / (before + 1);
        }

        return weights;
    }
}
