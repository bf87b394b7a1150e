using Modelyard.Learning;

namespace Modelyard.Bayes;

/// <summary>Represents what Gaussian naive Bayes needs of its data: the weighted moments of each class, and those of all rows without their weights.</summary>
internal sealed class GaussianMoments : IMergeable<GaussianMoments>
{
    private readonly int _features;

    // Null as long as every row weighs 1: then the classes together give it.
    private ClassMoments? _rows;

    /// <summary>Initializes moments that have seen nothing.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="features">The number of features.</param>
    public GaussianMoments(int classes, int features)
    {
        _features = features;
        Classes = new ClassMoments(classes, features);
    }

    /// <summary>Gets the weighted moments of each class.</summary>
    public ClassMoments Classes { get; }

    /// <summary>Gets the moments of all rows, each of which counts once.</summary>
    public ClassMoments Rows => _rows ?? Classes.Total();

    /// <inheritdoc/>
    public GaussianMoments Empty() => new(Classes.Weights.Length, _features);

    /// <inheritdoc/>
    public void Add(DataBlock block)
    {
        _rows ??= block.Weights.IsEmpty ? null : Classes.Total();
        _rows?.AddUnlabelled(block);
        Classes.Add(block);
    }

    /// <inheritdoc/>
    public void Merge(GaussianMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (_rows is not null || other._rows is not null)
        {
            _rows ??= Classes.Total();
            _rows.Merge(other.Rows);
        }

        Classes.Merge(other.Classes);
    }
}
