using Modelyard.Explanation.Counterfactuals;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Tests.Frames;
using Modelyard.Training;

namespace Modelyard.Tests.Explanation.Counterfactuals;

/// <summary>Looks at real tables, with models behind their preparation.</summary>
public sealed class CounterfactualTableTests
{
    private const int MostRows = 700;

    [Theory]
    [InlineData("telco-churn", "churn", "LogisticRegression")]
    [InlineData("telco-churn", "churn", "GradientBoostingClassifier")]
    [InlineData("penguins", "species", "RandomForestClassifier")]
    public void Every_change_gives_the_wanted_class_and_changes_no_more_columns_than_the_nearest_row_of_it(string name, string target, string candidate)
    {
        Frame table = CsvReader.Read(RepositoryFiles.Table(name)).Frame;
        Predictor predictor = Train(table, target, candidate);
        Matrix rows = new RowEncoder(predictor.Inputs).Encode(table.Head(MostRows));
        Matrix background = rows.SelectRows([.. Enumerable.Range(0, rows.Rows).Where(row => row % 2 == 0)]);
        var explainer = CounterfactualExplainer.For(predictor, background);
        double[] probabilities = new double[predictor.Classes.Count];
        int[] classes = [.. Enumerable.Range(0, background.Rows).Select(row => predictor.PredictClass(background.Row(row), probabilities))];
        int found = 0;
        const int Looked = 8;
        for (int i = 0; i < Looked; i++)
        {
            double[] own = rows.Row((i * rows.Rows / Looked) + 1).ToArray();
            int wanted = (predictor.PredictClass(own, probabilities) + 1) % predictor.Classes.Count;
            CounterfactualResult result = explainer.Explain(own, CounterfactualGoal.ForClass(predictor.Classes[wanted]), new FitContext { Seed = 1 });
            foreach (Counterfactual one in result.Counterfactuals)
            {
                found++;
                Assert.Equal(wanted, predictor.PredictClass(one.Row, probabilities));
                Assert.Equal(probabilities[wanted], one.Value, 1e-12);
                int changed = Changed(own, one.Row);
                Assert.Equal(changed, one.Changes.Count);
                double[] nearest = [.. Enumerable.Range(0, background.Rows).Where(row => classes[row] == wanted).Select(row => (double)Changed(own, background.Row(row)))];
                Assert.InRange(changed, 1, nearest.Min());
                Assert.All(one.Changes, change => Assert.NotEqual(change.From, change.To));
            }
        }

        Assert.Equal(Looked, found);
    }

    [Fact]
    public void A_number_is_brought_into_a_range_and_a_probability_above_a_bound()
    {
        Frame concrete = CsvReader.Read(RepositoryFiles.Table("concrete")).Frame;
        Predictor predictor = Train(concrete, "compressive_strength", "RandomForestRegressor");
        Matrix rows = new RowEncoder(predictor.Inputs).Encode(concrete);
        var options = new CounterfactualOptions { Constraints = [new ColumnConstraint("age") { IsFixed = true }] };
        CounterfactualExplainer explainer = CounterfactualExplainer.For(predictor, rows.RowRange(0, 400), options);
        for (int row = 3; row < 1000; row += 200)
        {
            double predicted = predictor.PredictNumber(rows.Row(row));
            Counterfactual found = Assert.Single(explainer.Explain(rows.Row(row), CounterfactualGoal.ForRange(predicted + 3, predicted + 8), new FitContext()).Counterfactuals);
            Assert.InRange(predictor.PredictNumber(found.Row), predicted + 3, predicted + 8);
            Assert.DoesNotContain(found.Changes, change => change.Column == "age");
        }

        Frame penguins = CsvReader.Read(RepositoryFiles.Table("penguins")).Frame;
        Predictor species = Train(penguins, "species", "LogisticRegression");
        Matrix birds = new RowEncoder(species.Inputs).Encode(penguins);
        double[] probabilities = new double[3];
        Counterfactual sure = Assert.Single(CounterfactualExplainer.For(species, birds).Explain(birds.Row(0), CounterfactualGoal.ForClass("Gentoo", 0.9), new FitContext()).Counterfactuals);
        species.PredictClass(sure.Row, probabilities);
        Assert.InRange(probabilities[species.Classes.ToList().IndexOf("Gentoo")], 0.9, 1);
    }

    [Fact]
    public void The_threshold_of_a_predictor_decides()
    {
        Frame table = CsvReader.Read(RepositoryFiles.Table("penguins")).Frame;
        Predictor plain = Train(table, "sex", "LogisticRegression"), strict = new(plain.Model, "sex", 0.97);
        Matrix rows = new RowEncoder(plain.Inputs).Encode(table);
        double[] probabilities = new double[2];
        int female = Enumerable.Range(0, rows.Rows).First(row => strict.PredictClass(rows.Row(row), probabilities) == 0);
        Counterfactual found = Assert.Single(CounterfactualExplainer.For(strict, rows).Explain(rows.Row(female), CounterfactualGoal.ForClass(plain.Classes[1]), new FitContext()).Counterfactuals);
        Assert.InRange(found.Value, 0.97, 1);
        Assert.Contains("is not one of", Assert.Throws<ModelyardException>(() => CounterfactualExplainer.For(strict, rows).Explain(rows.Row(female), CounterfactualGoal.ForClass("both"))).Message, StringComparison.Ordinal);
    }

    private static Predictor Train(Frame table, string target, string candidate) =>
        Trainer.Train(table.Head(MostRows), new TrainingOptions { Target = target, Trials = 0, Candidates = [candidate], RefitOnAll = false }).Predictor;

    private static int Changed(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        int changed = 0;
        for (int i = 0; i < one.Length; i++)
        {
            changed += one[i].Equals(other[i]) ? 0 : 1;
        }

        return changed;
    }
}
