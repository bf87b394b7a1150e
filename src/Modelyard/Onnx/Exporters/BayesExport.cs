using Modelyard.Bayes;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Onnx.Graphs;

namespace Modelyard.Onnx.Exporters;

/// <summary>Lays out naive Bayes: logarithms of joint densities, then their shares.</summary>
internal static class BayesExport
{
    internal static GraphValue Of(GaussianNaiveBayesModel model, GraphValue x) => Normalise(Joint(model, x), model.Priors);

    internal static GraphValue Of(LinearNaiveBayesModel model, GraphValue x) => Normalise(Joint(model, x), model.Priors);

    internal static GraphValue Of(CategoricalNaiveBayesModel model, GraphValue x) => Normalise(Joint(model, x), model.Priors);

    /// <summary>Lays out the difference of the logarithms of two classes.</summary>
    internal static GraphValue Decision(IDecisionModel model, GraphValue x)
    {
        GraphValue joint = model switch
        {
            GaussianNaiveBayesModel gaussian => Joint(gaussian, x),
            LinearNaiveBayesModel linear => Joint(linear, x),
            _ => Joint((CategoricalNaiveBayesModel)model, x),
        };
        return joint.Column(1) - joint.Column(0);
    }

    private static GraphValue Joint(GaussianNaiveBayesModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        Matrix means = state.Table("means"), variances = state.Table("variances");
        var scales = new Matrix(variances.Rows, variances.Columns);
        double[] constants = new double[means.Rows];
        for (int label = 0; label < constants.Length; label++)
        {
            constants[label] = Math.Log(model.Priors[label]);
            for (int feature = 0; feature < means.Columns; feature++)
            {
                scales[label, feature] = -0.5 / variances[label, feature];
                constants[label] -= 0.5 * Math.Log(2 * Math.PI * variances[label, feature]);
            }
        }

        // Rows x classes x features: squaring out would lose the digits of features far from 0.
        GraphValue apart = x.Unsqueeze(1) - x.Graph.Table(means);
        return (apart * apart * x.Graph.Table(scales)).Sum(axis: 2, keep: false) + x.Graph.Row(constants);
    }

    private static GraphValue Joint(LinearNaiveBayesModel model, GraphValue x)
    {
        GraphValue counts = double.IsNaN(model.Threshold) ? x : (x > model.Threshold).AsNumber();
        return counts.Times(x.Graph.Table(model.Weights.Transpose())) + x.Graph.Row(model.Constants);
    }

    private static GraphValue Joint(CategoricalNaiveBayesModel model, GraphValue x)
    {
        var state = StoredState.Of(model);
        int[] categories = state.Integers("categories");
        int total = categories.Sum(), classes = model.Classes.Count;

        // What is no category of a feature says nothing: a last row of zeros.
        GraphValue table = x.Graph.Numbers([.. state.Numbers("logarithms"), .. new double[classes]], total + 1, classes);
        double[] firsts = new double[categories.Length];
        for (int feature = 1; feature < firsts.Length; feature++)
        {
            firsts[feature] = firsts[feature - 1] + categories[feature - 1];
        }

        double[] ends = Array.ConvertAll(categories, count => (double)count);
        GraphValue whole = x.Graph.Apply("Floor", [x]).EqualTo(x);
        GraphValue isCategory = (x >= 0) & (x < x.Graph.Row(ends)) & whole;
        GraphValue rows = x.Graph.Choose(isCategory, x + x.Graph.Row(firsts), x.Graph.Number(total)).AsInteger();
        return table.Gather(rows).Sum(axis: 1, keep: false) + x.Graph.Row(Array.ConvertAll(model.Priors.ToArray(), Math.Log));
    }

    /// <summary>Turns logarithms into shares. Where every density vanishes, the priors are left to say anything.</summary>
    private static GraphValue Normalise(GraphValue joint, ReadOnlySpan<double> priors)
    {
        GraphValue vanishes = (joint.GreatestOf() < -double.MaxValue) | joint.Sum().IsNaN();
        return joint.Graph.Choose(vanishes, joint.Graph.Row(priors), joint.Softmax());
    }
}
