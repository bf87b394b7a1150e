using Modelyard.Explanation.Shapley.Games;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Shapley;

/// <summary>Represents Shapley values as means over random orders of the features, each against one random row of the background.</summary>
/// <remarks>
/// The cheapest look at a model: a set costs one evaluation, not one for each row of the background. Contributions sum up to the output within their errors only; where that must hold exactly,
/// take <see cref="PermutationShapleyExplainer"/>.
/// Source: Štrumbelj and Kononenko (2014), Explaining prediction models and individual predictions with feature contributions, Knowledge and Information Systems 41.
/// </remarks>
public sealed class SamplingShapleyExplainer : SampledShapleyExplainer
{
    internal SamplingShapleyExplainer(CoalitionGame game, ShapleyOptions options)
        : base(game, options)
    {
    }

    /// <summary>Prepares the explanation of a model.</summary>
    /// <param name="model">A model that predicts a number, a class or several targets, or that scores anomalies.</param>
    /// <param name="background">The rows that stand for what is not known, rows x features.</param>
    /// <param name="options">How much work is done; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has no rows, or the model predicts none of these.</exception>
    public static SamplingShapleyExplainer For(IModel model, Matrix background, ShapleyOptions? options = null) => new(GameOf(model, background, null), options ?? ShapleyOptions.Default);

    /// <summary>Prepares the explanation of a function.</summary>
    /// <param name="function">The function, which gives a number for each row; any thread may call it.</param>
    /// <param name="features">The features of a row.</param>
    /// <param name="background">The rows that stand for what is not known, rows x features.</param>
    /// <param name="options">How much work is done; null for the usual.</param>
    /// <returns>The explainer.</returns>
    /// <exception cref="ModelyardException">The background has no rows.</exception>
    public static SamplingShapleyExplainer For(Func<Matrix, double[]> function, FeatureSchema features, Matrix background, ShapleyOptions? options = null) =>
        new(GameOf(function, features, background, null), options ?? ShapleyOptions.Default);

    private protected override void Estimate(ReadOnlySpan<double> row, Span<double> values, Span<double> errors)
    {
        int players = Game.Players, outputs = Outputs.Count, orders = Math.Max(2, Options.SetsFor(players) / Math.Max(1, players));
        double[] squares = new double[values.Length];
        bool[] members = new bool[(players + 1) * players];
        int[] others = new int[players + 1];
        var given = new Matrix(players + 1, outputs);
        values.Clear();
        for (int sample = 0; sample < orders; sample++)
        {
            var random = new RandomStream(Options.Seed, (ulong)sample);
            int[] order = random.Permutation(players);
            Array.Fill(others, random.NextInt(Game.BackgroundRows));
            Array.Clear(members);
            for (int step = 0; step < players; step++)
            {
                for (int later = step + 1; later <= players; later++)
                {
                    members[(later * players) + order[step]] = true;
                }
            }

            Game.Draw(row, members, others, given);
            for (int i = 0; i < values.Length; i++)
            {
                int step = i % players, output = i / players, place = (output * players) + order[step];
                double gain = given[step + 1, output] - given[step, output], change = gain - values[place];
                values[place] += change / (sample + 1);
                squares[place] += change * (gain - values[place]);
            }
        }

        for (int i = 0; i < errors.Length; i++)
        {
            errors[i] = Math.Sqrt(squares[i] / (orders - 1.0) / orders);
        }
    }
}
