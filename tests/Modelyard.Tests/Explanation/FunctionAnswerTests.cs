using Modelyard.Explanation.Anchors;
using Modelyard.Explanation.Counterfactuals;
using Modelyard.Explanation.Lime;
using Modelyard.Explanation.Surrogates;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Tests.Explanation;

/// <summary>Explains functions that do not answer as they must.</summary>
public sealed class FunctionAnswerTests
{
    private static readonly FeatureSchema Features = FeatureSchema.Numeric(2);
    private static readonly double[] Own = [1, 0.5];

    private static readonly Dictionary<string, Action<Func<Matrix, double[]>>> Explainers = new()
    {
        ["anchor"] = function => AnchorExplainer.For(function, Features, Rows()).Explain(Own),
        ["lime"] = function => LimeExplainer.For(function, Features, Rows()).Explain(Own),
        ["counterfactual"] = function => CounterfactualExplainer.For(function, Features, Rows()).Explain(Own, CounterfactualGoal.ForRange(9, 10)),
        ["surrogate"] = function => GlobalSurrogate.Of(function, Features, Rows()),
    };

    public static TheoryData<string> Names => [.. Explainers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_no_number_is_refused_with_the_row_for_which_it_was_given(string name)
    {
        foreach (double answer in new[] { double.NaN, double.PositiveInfinity })
        {
            ModelyardException refused = Assert.Throws<ModelyardException>(() => Explainers[name](rows => [.. Enumerable.Range(0, rows.Rows).Select(row => rows[row, 0] < 0 ? answer : rows[row, 0])]));
            Assert.Matches(@"gave '(NaN|Infinity)' for the row '\w+ = -[0-9.]+, \w+ = -?[0-9.]+' and must give finite numbers", refused.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Null_and_another_number_of_answers_are_refused(string name)
    {
        Assert.Contains("The function gave 'null'", Assert.Throws<ArgumentException>(() => Explainers[name](_ => null!)).Message, StringComparison.Ordinal);
        Assert.Contains("must give one for each", Assert.Throws<ArgumentException>(() => Explainers[name](_ => new double[7])).Message, StringComparison.Ordinal);
    }

    private static Matrix Rows()
    {
        var random = new RandomStream(1);
        var rows = new Matrix(100, 2);
        for (int row = 0; row < rows.Rows; row++)
        {
            rows[row, 0] = random.NextGaussian();
            rows[row, 1] = random.NextGaussian();
        }

        return rows;
    }
}
