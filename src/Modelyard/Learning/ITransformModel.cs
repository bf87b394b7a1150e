using Modelyard.Numerics;

namespace Modelyard.Learning;

/// <summary>Defines a model that turns features into other features.</summary>
public interface ITransformModel : IModel
{
    /// <summary>Gets the features that come out, in order.</summary>
    FeatureSchema Outputs { get; }

    /// <summary>Transforms one row. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="result">Receives one number for each of <see cref="Outputs"/>.</param>
    void Transform(ReadOnlySpan<double> row, Span<double> result);

    /// <summary>Transforms many rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>A new matrix, rows x outputs.</returns>
    Matrix Transform(Matrix rows, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Matrix result = Matrix.Uninitialized(rows.Rows, Outputs.Count);
        Transform(rows, result, degree);
        return result;
    }

    /// <summary>Transforms many rows into memory that is there.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="result">Receives the transformed rows, rows x outputs.</param>
    /// <param name="degree">The greatest number of threads.</param>
    void Transform(Matrix rows, Matrix result, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(result);
        BatchPrediction.Run(rows, result, degree, Transform);
    }

    /// <summary>Transforms many sparse rows.</summary>
    /// <param name="rows">The features, rows x features.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>A new matrix, rows x outputs.</returns>
    Matrix Transform(SparseMatrix rows, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Matrix result = Matrix.Uninitialized(rows.Rows, Outputs.Count);
        BatchPrediction.Run(rows, result, degree, Transform);
        return result;
    }

    /// <summary>Transforms the features of a data set. A transformation whose result is sparse gives sparse features.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>A new data set with the same target, weights and groups.</returns>
    Dataset Transform(Dataset data, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.WithFeatures(data.IsSparse ? Transform(data.SparseFeatures, degree) : Transform(data.Features, degree), Outputs);
    }
}
