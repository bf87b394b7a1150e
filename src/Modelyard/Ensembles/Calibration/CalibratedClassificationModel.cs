using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;

namespace Modelyard.Ensembles;

/// <summary>Represents models whose probabilities were brought to the shares that occur, averaged.</summary>
public sealed class CalibratedClassificationModel : IUncertaintyModel, IPersistent<CalibratedClassificationModel>
{
    private const int Block = 1024;

    private readonly int[] _present;
    private readonly ClassCalibration[] _calibrations;

    internal CalibratedClassificationModel(
        FeatureSchema features, IReadOnlyList<string> classes, int[] present, IReadOnlyList<IClassificationModel> members, ClassCalibration[] calibrations)
    {
        Features = features;
        Classes = classes;
        _present = present;
        Members = members;
        _calibrations = calibrations;
    }

    /// <inheritdoc/>
    public static string TypeName => "calibrated-classification";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Gets the models, each with its own curves.</summary>
    public IReadOnlyList<IClassificationModel> Members { get; }

    /// <summary>Gets the number of models that are compared: those of the folds, each with its curves. Members that a model within has itself are not compared, as the curves are for what it says as a whole.</summary>
    public int MemberCount => Members.Count;

    /// <summary>Gets the kind of the curves.</summary>
    public CalibrationMethod Method => _calibrations[0].Method;

    /// <inheritdoc/>
    public static CalibratedClassificationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        IReadOnlyList<string> classes = state.ReadTexts("classes");
        int[] present = BinaryTarget.ReadPresent(state, classes.Count);
        IReadOnlyList<IClassificationModel> members = state.ReadParts<IClassificationModel>("members");
        if (members.Count == 0 || members.Any(member => member.Features.Count != features.Count || member.Classes.Count != classes.Count))
        {
            throw new ModelFormatException("The members of a calibrated model must be one or more, and read the same features and classes as it.");
        }

        return new CalibratedClassificationModel(features, classes, present, members, ReadCalibrations(state, members.Count, classes.Count));
    }

    /// <inheritdoc/>
    public void PredictProbability(ReadOnlySpan<double> row, Span<double> probabilities) => Average(row, probabilities, withEntropies: false);

    /// <inheritdoc/>
    public void PredictProbability(Matrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        Average(probabilities, [], degree, (member, own) => ClassScores.Of(member, Method, rows, own, degree));
    }

    /// <inheritdoc/>
    public void PredictProbability(SparseMatrix rows, Matrix probabilities, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results(probabilities, rows.Rows, Classes.Count);
        Average(probabilities, [], degree, (member, own) => ClassScores.Of(member, Method, rows, own, degree));
    }

    /// <inheritdoc/>
    public PredictedUncertainty PredictUncertainty(ReadOnlySpan<double> row, Span<double> probabilities)
    {
        double entropy = Average(row, probabilities, withEntropies: true);
        return PredictedUncertainty.Of(probabilities, entropy, MemberCount);
    }

    /// <inheritdoc/>
    public void PredictUncertainty(Matrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results<PredictedUncertainty>(probabilities, uncertainties, rows.Rows, Classes.Count);
        Average(probabilities, uncertainties, degree, (member, own) => ClassScores.Of(member, Method, rows, own, degree));
    }

    /// <inheritdoc/>
    public void PredictUncertainty(SparseMatrix rows, Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        RowCheck.Results<PredictedUncertainty>(probabilities, uncertainties, rows.Rows, Classes.Count);
        Average(probabilities, uncertainties, degree, (member, own) => ClassScores.Of(member, Method, rows, own, degree));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ScoreCalibrator[] curves = [.. _calibrations.SelectMany(calibration => calibration.Curves)];
        bool isIsotonic = Method == CalibrationMethod.Isotonic;
        state.Write("features", Features);
        state.Write("classes", Classes);
        state.Write("present", _present);
        state.Write("method", Method.ToString());
        state.Write("inverseTemperatures", _calibrations.Select(calibration => calibration.Inverse).ToArray());
        state.Write("curves", curves.SelectMany(curve => new[] { curve.First, curve.Second, curve.Third }).ToArray());
        state.Write("counts", isIsotonic ? curves.Select(curve => curve.Curve.Places.Length).ToArray() : []);
        state.Write("places", isIsotonic ? curves.SelectMany(curve => curve.Curve.Places).ToArray() : []);
        state.Write("heights", isIsotonic ? curves.SelectMany(curve => curve.Curve.Heights).ToArray() : []);
        state.Write("members", Members);
    }

    private static ClassCalibration[] ReadCalibrations(StateReader state, int members, int classes)
    {
        CalibrationMethod method = state.ReadEnum<CalibrationMethod>("method");
        int each = method == CalibrationMethod.Temperature ? 0 : classes == 2 ? 1 : classes;
        double[] inverses = state.ReadDoubles("inverseTemperatures", members);
        double[] parameters = state.ReadDoubles("curves", 3 * members * each);
        int[] counts = state.ReadInts("counts", method == CalibrationMethod.Isotonic ? members * each : 0);
        double[] places = state.ReadDoubles("places"), heights = state.ReadDoubles("heights", places.Length);
        bool isFinite = new[] { inverses, parameters, places, heights }.All(values => Array.TrueForAll(values, double.IsFinite));
        if (!isFinite || Array.Exists(inverses, inverse => inverse <= 0) || Array.Exists(counts, count => count < 1) || counts.Sum(count => (long)count) != places.Length)
        {
            throw new ModelFormatException("The curves of a calibrated model must be finite numbers, with one or more points for each class and a temperature above 0.");
        }

        int at = 0;
        var calibrations = new ClassCalibration[members];
        for (int member = 0; member < members; member++)
        {
            var curves = new ScoreCalibrator[each];
            for (int k = 0; k < each; k++)
            {
                int number = (member * each) + k, count = counts.Length > 0 ? counts[number] : 0;
                var curve = new StepCurve(places[at..(at + count)], heights[at..(at + count)]);
                if (!curve.IsRising)
                {
                    throw new ModelFormatException("The value 'places' of the model must rise within each curve.");
                }

                curves[k] = new ScoreCalibrator(method, parameters[3 * number], parameters[(3 * number) + 1], parameters[(3 * number) + 2], curve);
                at += count;
            }

            calibrations[member] = new ClassCalibration(method, curves, inverses[member]);
        }

        return calibrations;
    }

    /// <summary>Averages what the members give one row.</summary>
    /// <returns>The mean of the entropies; 0 if it is not asked for.</returns>
    private double Average(ReadOnlySpan<double> row, Span<double> probabilities, bool withEntropies)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(probabilities, Classes.Count);
        using var scratch = new ScratchBuffer(Classes.Count);
        probabilities.Clear();
        double entropy = 0;
        for (int i = 0; i < _calibrations.Length; i++)
        {
            ClassScores.Of(Members[i], Method, row, scratch.Span);
            Add(i, scratch.Span, probabilities);
            entropy += withEntropies ? PredictedUncertainty.Entropy(scratch.Span) : 0;
        }

        VectorKernels.Scale(1.0 / _calibrations.Length, probabilities);
        return entropy / _calibrations.Length;
    }

    /// <summary>Averages what the members give many rows, and takes the uncertainty apart if there is room for it.</summary>
    private void Average(Matrix probabilities, Span<PredictedUncertainty> uncertainties, int degree, Action<IClassificationModel, Matrix> score)
    {
        Matrix[] scores = [.. Members.Select(_ => new Matrix(probabilities.Rows, Classes.Count))];
        for (int i = 0; i < scores.Length; i++)
        {
            score(Members[i], scores[i]);
        }

        double[] entropies = new double[uncertainties.Length];
        ParallelLoop.Blocks(probabilities.Rows, Block, degree, (first, count) =>
        {
            for (int row = first; row < first + count; row++)
            {
                Span<double> sum = probabilities.Row(row);
                sum.Clear();
                for (int i = 0; i < scores.Length; i++)
                {
                    Add(i, scores[i].Row(row), sum);
                    if (entropies.Length > 0)
                    {
                        entropies[row] += PredictedUncertainty.Entropy(scores[i].Row(row));
                    }
                }

                VectorKernels.Scale(1.0 / _calibrations.Length, sum);
                if (entropies.Length > 0)
                {
                    entropies[row] /= _calibrations.Length;
                }
            }
        });
        PredictedUncertainty.Of(probabilities, entropies, MemberCount, uncertainties);
    }

    /// <summary>Adds what a member gives; its scores become probabilities.</summary>
    private void Add(int member, Span<double> scores, Span<double> probabilities)
    {
        _calibrations[member].Apply(scores, _present);
        for (int k = 0; k < scores.Length; k++)
        {
            probabilities[k] += scores[k];
        }
    }
}
