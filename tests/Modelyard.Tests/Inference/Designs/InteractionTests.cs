using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Inference;
using static Modelyard.Tests.Inference.Designs.DesignOracle;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference.Designs;

/// <summary>Holds designs with interactions to statsmodels, and to what they mean.</summary>
public sealed class InteractionTests
{
    [Fact]
    public void Coefficients_errors_and_predictions_with_interactions_agree_with_statsmodels()
    {
        foreach (JsonElement one in DesignOracle.Cases("fit"))
        {
            RegressionFit fit = Fit(one);
            var own = fit.Coefficients.ToDictionary(coefficient => Ordered(coefficient.Name));
            string[] names = Texts(one, "names");
            Assert.Equal(names.Order(), own.Keys.Order());
            Near(Numbers(one, "estimate"), [.. names.Select(name => own[name].Estimate)], 1e-8, $"{Label(one)} estimate");
            Near(Numbers(one, "standardError"), [.. names.Select(name => own[name].StandardError)], 1e-8, $"{Label(one)} standard error");
            Near(Numbers(one, "pValue"), [.. names.Select(name => own[name].PValue)], 1e-7, $"{Label(one)} p-value");
            SameFigures(one, fit);
            Frame first = Simulated.Take([.. Enumerable.Range(0, 10)]);
            IReadOnlyList<PredictionInterval> predictions = fit is LinearFit linear ? linear.Predict(first) : ((GeneralizedFit)fit).Predict(first);
            Near(Numbers(one, "predictions"), [.. predictions.Select(prediction => prediction.Mean)], 1e-8, $"{Label(one)} prediction");
        }
    }

    [Fact]
    public void Columns_of_an_interaction_are_one_term()
    {
        DesignMatrix design = DesignMatrix.Of(Simulated, new RegressionTerms(["x", "a", "b"], [Interaction.Of("a", "b"), Interaction.Of("x", "x")]));
        Assert.Equal(["const", "x", "a", "b", "x^2", "a:b"], design.Terms.Select(term => term.Name));
        Assert.Equal(["const", "x", "a[q]", "a[r]", "b[v]", "x^2", "a[q]:b[v]", "a[r]:b[v]"], design.Columns);
        Assert.Equal(["a", "b"], design.Terms[^1].Features);
        Assert.Equal(2, VarianceInflationFactors.OfTerms(design).Single(term => term.Name == "a:b").Columns);
        Assert.Equal(2, new OlsRegression().Fit(RegressionData.Of(design, Simulated["y"].ToDoubles())).Wald("a:b").Degrees);
    }

    [Theory]
    [InlineData("a*b", "a|b|a:b")]
    [InlineData("a*b*x", "a|b|x|a:b|a:x|b:x|a:b:x")]
    [InlineData("x^2,x:x", "x^2")]
    [InlineData("a:b,b:a", "a:b")]
    [InlineData("a*b,a*x", "a|b|x|a:b|a:x")]
    [InlineData("x^2*a", "a|x^2|x^2:a")]
    public void Terms_are_read_as_they_are_written(string texts, string expected)
    {
        RegressionTerms terms = RegressionTerms.Parse(texts.Split(','), Simulated);
        Assert.Equal(expected, string.Join("|", terms.Features.Concat(terms.Interactions.Select(interaction => interaction.Name))));
    }

    [Fact]
    public void A_column_whose_name_holds_a_sign_is_that_column()
    {
        Frame table = Frame.Of(new DoubleColumn("a", [1, 2, 4]), new DoubleColumn("a:b", [1, 0, 3]), new DoubleColumn("b", [3, 1, 2]), new DoubleColumn("c^2", [1, 5, 2]), new DoubleColumn("d*e", [2, 1, 7]));
        RegressionTerms terms = RegressionTerms.Parse(["a:b", "c^2", "d*e"], table);
        Assert.Equal(["a:b", "c^2", "d*e"], terms.Features);
        Assert.Empty(terms.Interactions);
        Assert.Equal(["`a:b`:b", "a:b", "`d*e`:`c^2`"], RegressionTerms.Parse(["a:b:b", "`a`:`b`", "d*e:c^2"], table).Interactions.Select(one => one.Name));
    }

    [Fact]
    public void A_crossing_is_written_without_texts()
    {
        Assert.Equal(["a:b", "a:c", "b:c", "a:b:c"], Interaction.Crossed("a", "b", "c").Select(one => one.Name));
        Assert.Throws<ArgumentException>(() => Interaction.Of("a"));
        Assert.Throws<ArgumentException>(() => Interaction.Crossed("a", "a"));
    }

    [Theory]
    [InlineData("a:bb", "The nearest is 'b'")]
    [InlineData("a:", "cannot be read at character 2")]
    [InlineData("a::b", "cannot be read at character 3")]
    [InlineData("x^0", "whole number from 1 to 9")]
    [InlineData("x^", "whole number from 1 to 9")]
    [InlineData("`a:b", "does not close it")]
    [InlineData("a:a", "names the category 'a' several times")]
    [InlineData("a:y", "The target 'y' is among the features")]
    public void A_term_that_cannot_be_is_refused_in_words(string term, string words)
    {
        ModelyardException fault = Assert.ThrowsAny<ModelyardException>(() =>
        {
            RegressionTerms terms = RegressionTerms.Parse([term], Simulated);
            RegressionData.Of(Simulated, new RegressionColumns { Target = "y", Features = terms.Features, Interactions = terms.Interactions });
        });
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_that_never_meet_are_named()
    {
        Frame table = Simulated.Filter(row => Simulated["a"].FormatCell(row) != "r" || Simulated["b"].FormatCell(row) != "v");
        ModelyardException fault = Assert.Throws<ModelyardException>(() => DesignMatrix.Of(table, RegressionTerms.Parse(["a*b"], table)));
        Assert.Contains("'a:b' has no row in which 'a' is 'r' and 'b' is 'v'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_lacks_a_cell_of_an_interaction_is_left_out()
    {
        Frame table = Frame.Of(new DoubleColumn("x", [1, 2, double.NaN, 4, 5, 7]), new DoubleColumn("z", [3, 1, 4, 1, 5, 9]), new DoubleColumn("y", [2, 7, 1, 8, 2, 8]));
        RegressionData data = RegressionData.Of(table, new RegressionColumns { Target = "y", Features = ["z"], Interactions = [Interaction.Of("x", "z")] });
        Assert.Equal(1, data.DroppedRows);
        Assert.Equal([3, 2, 4, 25, 63], [.. Enumerable.Range(0, 5).Select(row => data.Design.Values[row, 2])]);
    }

    [Fact]
    public void Products_that_overflow_are_refused_by_row()
    {
        Frame table = Frame.Of(new DoubleColumn("x", [1, 1e200, 3, 2]), new DoubleColumn("y", [2, 7, 1, 8]));
        ModelyardException fault = Assert.Throws<ModelyardException>(() => RegressionData.Of(table, new RegressionColumns { Target = "y", Interactions = [Interaction.Of("x", "x")] }));
        Assert.Contains("'x^2' is '∞' in data row 2", fault.Message.Replace("Infinity", "∞", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
