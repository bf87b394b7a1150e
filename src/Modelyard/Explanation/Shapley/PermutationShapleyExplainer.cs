using Modelyard.Explanation.Shapley.Games;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents Shapley values as means over orders in which the features become known, each order followed by its reverse.</summary>
/// <remarks>
/// Contributions sum up to the output exactly, as each order does. The reverse cancels much of the chance: of a model in which at most two features meet, the values are exact.
/// Where the options allow all sets of features, the values are exact altogether.
/// Source: Mitchell, Cooper, Frank and Holmes (2022), Sampling permutations for Shapley value estimation, JMLR 23.
/// </remarks>
public sealed class PermutationShapleyExplainer : SampledShapleyExplainer
{
    internal PermutationShapleyExplainer(CoalitionGame game, ShapleyOptions options)
        : base(game, options)
    {
    }

    /// <summary>Prepares the explanation of a model.</summary>
    /// <param name="model">A model that predicts a number, a class or several targets, or that scores anomalies.</param>
    /// <param name="background">The rows that stand for what is not known, rows x features.</param>
    /// <param name="options">How much work is done; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has no rows, or the model predicts none of these.</exception>
    public static PermutationShapleyExplainer For(IModel model, Matrix background, ShapleyOptions? options = null) => new(GameOf(model, background, options), options ?? ShapleyOptions.Default);

    /// <summary>Prepares the explanation of a function.</summary>
    /// <param name="function">The function, which gives a number for each row; any thread may call it.</param>
    /// <param name="features">The features of a row.</param>
    /// <param name="background">The rows that stand for what is not known, rows x features.</param>
    /// <param name="options">How much work is done; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has no rows.</exception>
    public static PermutationShapleyExplainer For(Func<Matrix, double[]> function, FeatureSchema features, Matrix background, ShapleyOptions? options = null) =>
        new(GameOf(function, features, background, options), options ?? ShapleyOptions.Default);

    private protected override void Estimate(ReadOnlySpan<double> row, Span<double> values, Span<double> errors)
    {
        int players = Game.Players, outputs = Outputs.Count, sets = Options.SetsFor(players);
        if (ExactValues.Affordable(players, sets))
        {
            ExactValues.Compute(Game, row, values, errors);
            return;
        }

        // An order and its reverse pass through twice all players less one sets; nobody and all are known.
        int pairs = Math.Max(2, sets / (2 * (players - 1))), steps = players - 1;
        double[] whole = Game.Whole(row), worth = new double[2 * steps * outputs], squares = new double[values.Length], own = new double[values.Length];
        bool[] members = new bool[2 * steps * players];
        double[] each = new double[Game.EachLength(2 * steps)];
        BackgroundSpread? spread = Game.IsSampled ? new BackgroundSpread(Game, values.Length) : null;
        values.Clear();
        for (int pair = 0; pair < pairs; pair++)
        {
            int[] order = new RandomStream(Options.Seed, (ulong)pair).Permutation(players);
            FillSets(order, members);
            Game.Worth(row, members, 2 * steps, worth, each);
            for (int output = 0; output < outputs; output++)
            {
                Span<double> gains = own.AsSpan(output * players, players);
                for (int step = 0; step < players; step++)
                {
                    gains[order[step]] = (After(worth, whole, output, step, 0) - After(worth, whole, output, step - 1, 0)) / 2;
                }

                for (int step = 0; step < players; step++)
                {
                    gains[order[players - 1 - step]] += (After(worth, whole, output, step, steps) - After(worth, whole, output, step - 1, steps)) / 2;
                }
            }

            if (spread is not null)
            {
                AddTo(spread, order, each, 0.5 / pairs);
            }

            // Welford: the mean, and the squares about it.
            for (int i = 0; i < own.Length; i++)
            {
                double change = own[i] - values[i];
                values[i] += change / (pair + 1);
                squares[i] += change * (own[i] - values[i]);
            }
        }

        for (int i = 0; i < errors.Length; i++)
        {
            errors[i] = Math.Sqrt(squares[i] / (pairs - 1.0) / pairs);
        }

        spread?.Widen(errors);
    }

    /// <summary>Adds the gains of an order and of its reverse by each row of the background; what all are worth is the same by each.</summary>
    private void AddTo(BackgroundSpread spread, int[] order, double[] each, double weight)
    {
        int players = Game.Players, steps = players - 1, others = Game.BackgroundRows;
        for (int output = 0; output < Outputs.Count; output++)
        {
            for (int step = 0; step < players; step++)
            {
                Move(output, step, order[step], 0);
                Move(output, step, order[players - 1 - step], steps);
            }
        }

        void Move(int output, int step, int player, int first)
        {
            int value = (output * players) + player;
            if (step < steps)
            {
                spread.Add(value, weight, WorthAfter(output, step, first));
            }

            spread.Add(value, -weight, step == 0 ? Game.BaseOfRows(output) : WorthAfter(output, step - 1, first));
        }

        ReadOnlySpan<double> WorthAfter(int output, int step, int first) => each.AsSpan((((first + step) * Outputs.Count) + output) * others, others);
    }

    /// <summary>Gets an output after a step: what the set is worth, that of nobody before the first and of all after the last.</summary>
    private double After(double[] worth, double[] whole, int output, int step, int first) =>
        step < 0 ? Game.Base[output] : step == Game.Players - 1 ? whole[output] : worth[((first + step) * Outputs.Count) + output];

    private static void FillSets(int[] order, bool[] members)
    {
        int players = order.Length, steps = players - 1;
        Array.Clear(members);
        for (int step = 0; step < steps; step++)
        {
            for (int place = 0; place <= step; place++)
            {
                members[(step * players) + order[place]] = true;
                members[((steps + step) * players) + order[players - 1 - place]] = true;
            }
        }
    }
}
