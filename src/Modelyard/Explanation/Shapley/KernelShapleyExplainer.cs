using Modelyard.Explanation.Shapley.Games;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents Shapley values as the coefficients of a weighted least squares fit to what sets of features are worth.</summary>
/// <remarks>
/// A set of s of M features weighs <c>(M − 1) / (C(M, s) s (M − s))</c>; the coefficients are held to sum up to the output exactly. Sets are drawn by that weight, each with its complement;
/// where the options allow all sets, all are taken and the values are exact. The standard errors are those of the fit to the pairs drawn.
/// Sources: Lundberg and Lee (2017), A unified approach to interpreting model predictions, NeurIPS; Covert and Lee (2021), Improving KernelSHAP, AISTATS.
/// </remarks>
public sealed class KernelShapleyExplainer : SampledShapleyExplainer
{
    internal KernelShapleyExplainer(CoalitionGame game, ShapleyOptions options)
        : base(game, options)
    {
    }

    /// <summary>Prepares the explanation of a model.</summary>
    /// <param name="model">A model that predicts a number, a class or several targets, or that scores anomalies.</param>
    /// <param name="background">The rows that stand for what is not known, rows x features.</param>
    /// <param name="options">How much work is done; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has no rows, or the model predicts none of these.</exception>
    public static KernelShapleyExplainer For(IModel model, Matrix background, ShapleyOptions? options = null) => new(GameOf(model, background, options), options ?? ShapleyOptions.Default);

    /// <summary>Prepares the explanation of a function.</summary>
    /// <param name="function">The function, which gives a number for each row; any thread may call it.</param>
    /// <param name="features">The features of a row.</param>
    /// <param name="background">The rows that stand for what is not known, rows x features.</param>
    /// <param name="options">How much work is done; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has no rows.</exception>
    public static KernelShapleyExplainer For(Func<Matrix, double[]> function, FeatureSchema features, Matrix background, ShapleyOptions? options = null) =>
        new(GameOf(function, features, background, options), options ?? ShapleyOptions.Default);

    private protected override void Estimate(ReadOnlySpan<double> row, Span<double> values, Span<double> errors)
    {
        int players = Game.Players, sets = Options.SetsFor(players);
        double[] whole = Game.Whole(row);
        if (players == 1)
        {
            for (int output = 0; output < whole.Length; output++)
            {
                values[output] = whole[output] - Game.Base[output];
                errors[output] = Game.BaseErrors[output];
            }

            return;
        }

        bool isExact = ExactValues.Affordable(players, sets);
        (bool[] members, double[] weights) = isExact ? AllSets(players) : DrawnSets(players, Math.Max(sets / 2, 2 * players));
        double[] worth = new double[weights.Length * whole.Length];
        double[] each = new double[Game.EachLength(weights.Length)];
        Game.Worth(row, members, weights.Length, worth, each);
        var fit = new EfficientLeastSquares(members, weights, players);
        double[] own = new double[weights.Length];
        for (int output = 0; output < whole.Length; output++)
        {
            for (int set = 0; set < own.Length; set++)
            {
                own[set] = worth[(set * whole.Length) + output] - Game.Base[output];
            }

            fit.Solve(own, whole[output] - Game.Base[output], values.Slice(output * players, players), isExact ? [] : errors.Slice(output * players, players));
        }

        if (Game.IsSampled)
        {
            Spread(fit, each, weights.Length, whole).Widen(errors);
        }
    }

    /// <summary>Solves for what sets are worth by each row of the background.</summary>
    private BackgroundSpread Spread(EfficientLeastSquares fit, double[] each, int sets, double[] whole)
    {
        int players = Game.Players, others = Game.BackgroundRows;
        var spread = new BackgroundSpread(Game, whole.Length * players);
        double[] own = new double[sets], values = new double[players], unit = new double[others];
        for (int output = 0; output < whole.Length; output++)
        {
            for (int other = 0; other < others; other++)
            {
                double nobody = Game.BaseOfRows(output)[other];
                for (int set = 0; set < sets; set++)
                {
                    own[set] = each[(((set * whole.Length) + output) * others) + other] - nobody;
                }

                fit.Solve(own, whole[output] - nobody, values, []);
                unit[other] = 1;
                for (int player = 0; player < players; player++)
                {
                    spread.Add((output * players) + player, values[player], unit);
                }

                unit[other] = 0;
            }
        }

        return spread;
    }

    private static (bool[] Members, double[] Weights) AllSets(int players)
    {
        int count = (1 << players) - 2;
        bool[] members = new bool[count * players];
        double[] weights = new double[count];
        for (int set = 0; set < count; set++)
        {
            int size = System.Numerics.BitOperations.PopCount((uint)(set + 1));
            double binomial = 1;
            for (int i = 0; i < size; i++)
            {
                binomial *= (double)(players - i) / (i + 1);
            }

            weights[set] = (players - 1) / (binomial * size * (players - size));
            for (int player = 0; player < players; player++)
            {
                members[(set * players) + player] = ((set + 1) >> player & 1) != 0;
            }
        }

        return (members, weights);
    }

    /// <summary>Draws sets by their weights, and behind each its complement.</summary>
    private (bool[] Members, double[] Weights) DrawnSets(int players, int pairs)
    {
        bool[] members = new bool[2 * pairs * players];
        double[] weights = new double[2 * pairs], through = new double[players];
        Array.Fill(weights, 1);
        for (int size = 1; size < players; size++)
        {
            through[size] = through[size - 1] + (1.0 / ((double)size * (players - size)));
        }

        for (int pair = 0; pair < pairs; pair++)
        {
            var random = new RandomStream(Options.Seed, (ulong)pair);
            double drawn = random.NextDouble() * through[^1];
            int size = 1;
            while (size < players - 1 && through[size] <= drawn)
            {
                size++;
            }

            int[] order = random.Permutation(players);
            for (int place = 0; place < players; place++)
            {
                members[(((2 * pair) + (place < size ? 0 : 1)) * players) + order[place]] = true;
            }
        }

        return (members, weights);
    }
}
