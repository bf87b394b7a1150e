using Modelyard.Learning;
using Modelyard.Linear;

namespace Modelyard.Ensembles;

/// <summary>Represents classifiers that each learn one bit of the code words of the classes: errors of some bits are corrected by the others.</summary>
/// <remarks>
/// Code words are drawn at random, the best spread of a hundred draws. The probability of a class is that of its code word, the bits taken as independent, brought to sum 1
/// (decoding by the log loss). With two classes the classifier learns them as they are. Sources: Dietterich and Bakiri (1995), Solving Multiclass Learning Problems via
/// Error-Correcting Output Codes, JAIR 2; Allwein, Schapire and Singer (2000), Reducing Multiclass to Binary, JMLR 1.
/// </remarks>
public sealed record OutputCodes : IClassifier<IClassificationModel>
{
    /// <summary>Gets the classifier that learns a bit.</summary>
    [Hyperparameter(Meaning = "Classifier that learns a bit.")]
    public IEstimator Estimator { get; init; } = new LogisticRegression();

    /// <summary>Gets the number of bits as a share of the number of classes.</summary>
    [Hyperparameter(Meaning = "Number of bits as a share of the number of classes.", Minimum = 0, MinimumExclusive = true, Maximum = 100)]
    public double CodeSize { get; init; } = 1.5;

    /// <inheritdoc/>
    public LearnerTraits Traits => Estimator.Traits;

    /// <inheritdoc/>
    public IClassificationModel Fit(Dataset data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitChecks.Run(this, data, context);
        context.Checkpoint();
        if (data.ClassCount == 2)
        {
            return (IClassificationModel)Estimator.FitModel(data, context);
        }

        int[] present = BinaryTarget.PresentClasses(data, nameof(OutputCodes));
        byte[][] words = present.Length == 2
            ? [[0], [1]]
            : CodeBook.Make(present.Length, (int)Math.Ceiling(CodeSize * present.Length), context.Random());
        IClassificationModel[] members = MemberFits.Run(words[0].Length, context, (bit, own) =>
        {
            bool[] isTrue = new bool[data.ClassCount];
            for (int i = 0; i < present.Length; i++)
            {
                isTrue[present[i]] = words[i][bit] == 1;
            }

            return (IClassificationModel)Estimator.FitModel(BinaryTarget.Of(data, isTrue), own);
        });
        return new OutputCodesModel(data.Schema, data.Classes, present, words, members);
    }
}
