using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents a classifier and how strange true classes may look to it. Immutable, safe for any number of threads.</summary>
public sealed class ConformalClassificationModel : ISetModel, IUncertaintyModel, IPersistent<ConformalClassificationModel>
{
    private readonly SetScore _score;
    private readonly ConformityScores?[] _scores;

    internal ConformalClassificationModel(FeatureSchema features, double coverage, SetScore score, IClassificationModel model, ConformityScores?[] scores)
    {
        Features = features;
        Coverage = coverage;
        Model = model;
        _score = score;
        _scores = scores;
    }

    /// <inheritdoc/>
    public static string TypeName => "conformal-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public double Coverage { get; }

    /// <summary>Gets the classifier.</summary>
    public IClassificationModel Model { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Model.Classes;

    /// <inheritdoc/>
    public int MemberCount => MemberSpread.CountOf(Model);

    /// <inheritdoc/>
    public static ConformalClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        double coverage = state.ReadDouble("coverage");
        SetScore score = state.ReadEnum<SetScore>("score");
        IClassificationModel model = state.ReadPart<IClassificationModel>("model");
        if (!(coverage is > 0 and < 1) || model.Features.Count != features.Count)
        {
            throw new ModelFormatException("A conformal model must have a coverage between 0 and 1 and a classifier that reads its features.");
        }

        if (state.Contains("scores"))
        {
            return new ConformalClassificationModel(features, coverage, score, model, [ConformityScores.Load(state, features.Count)]);
        }

        double[][] own = ConformityScores.ReadSorted(state, "classCounts", "classScores", model.Classes.Count);
        return new ConformalClassificationModel(features, coverage, score, model, Array.ConvertAll(own, scores => scores.Length == 0 ? null : ConformityScores.OfSorted(scores)));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("coverage", Coverage);
        state.Write("score", _score.ToString());
        state.Write("model", Model);
        if (!IsByClass)
        {
            _scores[0]!.Save(state);
            return;
        }

        state.Write("classCounts", _scores.Select(own => own?.All.Length ?? 0).ToArray());
        state.Write("classScores", _scores.SelectMany(own => own is null ? [] : own.All.ToArray()).ToArray());
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities) => Model.PredictProbability(row, probabilities);

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1) => Model.PredictProbability(rows, probabilities, degree);

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1) => Model.PredictProbability(rows, probabilities, degree);

    /// <inheritdoc/>
    public int Predict(ReadOnlySpan<double> row) => Model.Predict(row);

    /// <inheritdoc/>
    public void Predict(Matrix rows, Span<int> classes, int degree = 1) => Model.Predict(rows, classes, degree);

    /// <inheritdoc/>
    public void Predict(SparseMatrix rows, Span<int> classes, int degree = 1) => Model.Predict(rows, classes, degree);

    /// <inheritdoc/>
    public int PredictSet(ReadOnlySpan<double> row, Span<bool> set)
    {
        RowCheck.Sets(set, 1, Classes.Count);
        using var probabilities = new ScratchBuffer(Classes.Count);
        Model.PredictProbability(row, probabilities.Span);
        int count = 0;
        for (int label = 0; label < set.Length; label++)
        {
            ConformityScores? scores = IsByClass ? _scores[label] : _scores[0];
            set[label] = scores is not null && Strangeness(_score, probabilities.Span, label) <= scores.Quantile(Coverage, row);
            count += set[label] ? 1 : 0;
        }

        return count;
    }

    /// <inheritdoc/>
    public PredictedUncertainty PredictUncertainty(ReadOnlySpan<double> row, Span<double> probabilities) => MemberSpread.Predict(Model, row, probabilities);

    /// <inheritdoc/>
    public void PredictUncertainty(Matrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1) =>
        MemberSpread.Predict(Model, rows, probabilities, uncertainties, degree);

    /// <inheritdoc/>
    public void PredictUncertainty(SparseMatrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1) =>
        MemberSpread.Predict(Model, rows, probabilities, uncertainties, degree);

    /// <summary>Predicts rows whose class is known, and counts how often sets hold it.</summary>
    /// <param name="data">Rows that nothing was learned from.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>The share, beside the one that was asked for; by true class or by group, if the chance is to hold within them.</returns>
    /// <exception cref="ModelyardException">There are no rows.</exception>
    public CoverageCheck Check(Dataset data, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.RowCount == 0)
        {
            throw new ModelyardException("There are no rows to check sets on; there must be one or more.");
        }

        bool[] held = new bool[data.RowCount], sets = new bool[data.RowCount * Classes.Count];
        ISetModel model = this;
        if (data.IsSparse)
        {
            model.PredictSet(data.SparseFeatures, sets, degree);
        }
        else
        {
            model.PredictSet(data.Features, sets, degree);
        }

        int empty = 0, single = 0;
        for (int row = 0; row < held.Length; row++)
        {
            held[row] = sets[(row * Classes.Count) + data.Labels[row]];
            int members = sets.AsSpan(row * Classes.Count, Classes.Count).Count(true);
            empty += members == 0 ? 1 : 0;
            single += members == 1 ? 1 : 0;
        }

        int[] labels = data.Labels.ToArray();
        double size = sets.Count(isIn => isIn) / (double)held.Length;
        string[] names = IsByClass ? Array.ConvertAll(labels, label => data.Classes[label]) : _scores[0]!.NamesOf(data);
        return ConformityScores.Check(Coverage, held, size, names, _scores.Sum(own => own?.All.Length ?? 0), CountOf) with
        {
            GroupedBy = IsByClass ? "the true class" : _scores[0]!.GroupedBy(data.Schema),
            EmptyShare = empty / (double)held.Length,
            SingleShare = single / (double)held.Length,
        };

        int CountOf(string name) => IsByClass ? _scores[Classes.ToList().IndexOf(name)]?.All.Length ?? 0 : _scores[0]!.CountOf(data.Schema, name);
    }

    /// <summary>Computes how strange a class is: what its probability lacks to 1, or the probability of it and of all that are more probable.</summary>
    internal static double Strangeness(SetScore score, ReadOnlySpan<double> probabilities, int label)
    {
        if (score == SetScore.Probability)
        {
            return 1 - probabilities[label];
        }

        double sum = 0;
        foreach (double probability in probabilities)
        {
            sum += probability >= probabilities[label] ? probability : 0;
        }

        return sum;
    }

    private bool IsByClass => _scores.Length > 1;
}
