using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation;

/// <summary>Represents the choice of some features, which pass as they are.</summary>
public sealed class SelectionModel : ITransformModel, IPersistent<SelectionModel>
{
    // So many features are given densely even where they come sparse: what follows is faster then.
    private const int MostDense = 512;

    private readonly int[] _columns;
    private readonly double[] _scores;

    // For each feature its place among the chosen, or -1.
    private readonly int[] _places;

    internal SelectionModel(FeatureSchema features, int[] columns, double[] scores)
    {
        Features = features;
        _columns = columns;
        _scores = scores;
        Outputs = new FeatureSchema(columns.Select(column => features[column]));
        _places = new int[features.Count];
        Array.Fill(_places, -1);
        for (int i = 0; i < columns.Length; i++)
        {
            _places[columns[i]] = i;
        }
    }

    /// <inheritdoc/>
    public static string TypeName => "selection";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <summary>Gets the positions of the chosen features, ascending.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>Gets the score of each feature that goes in.</summary>
    public ReadOnlySpan<double> Scores => _scores;

    /// <inheritdoc/>
    public static SelectionModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        int[] columns = state.ReadInts("columns");
        double[] scores = state.ReadDoubles("scores", features.Count);
        bool ascend = columns.Length > 0 && columns[0] >= 0 && columns[^1] < features.Count;
        for (int i = 1; i < columns.Length; i++)
        {
            ascend &= columns[i] > columns[i - 1];
        }

        return ascend && !Array.Exists(scores, double.IsNaN)
            ? new SelectionModel(features, columns, scores)
            : throw new ModelFormatException("The value 'columns' of the model must hold positions of features, ascending, and 'scores' a number for each feature.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("columns", _columns);
        state.Write("scores", _scores);
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        RowCheck.Results(result, Outputs.Count);
        for (int i = 0; i < _columns.Length; i++)
        {
            result[i] = row[_columns[i]];
        }
    }

    /// <inheritdoc/>
    public Matrix Transform(SparseMatrix rows, int degree = 1)
    {
        RowCheck.Features(rows, Features.Count);
        var result = new Matrix(rows.Rows, Outputs.Count);
        for (int row = 0; row < rows.Rows; row++)
        {
            SparseRow own = rows.Row(row);
            for (int i = 0; i < own.Count; i++)
            {
                if (_places[own.Indices[i]] is >= 0 and int place)
                {
                    result[row, place] = own.Values[i];
                }
            }
        }

        return result;
    }

    /// <summary>Transforms the features of a data set. Sparse features stay sparse where more than 512 are chosen.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>A new data set with the same target, weights and groups.</returns>
    public Dataset Transform(Dataset data, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.IsSparse)
        {
            return data.WithFeatures(((ITransformModel)this).Transform(data.Features, degree), Outputs);
        }

        return _columns.Length <= MostDense
            ? data.WithFeatures(Transform(data.SparseFeatures, degree), Outputs)
            : data.WithFeatures(Choose(data.SparseFeatures), Outputs);
    }

    private SparseMatrix Choose(SparseMatrix rows)
    {
        RowCheck.Features(rows, Features.Count);
        var builder = new SparseMatrixBuilder(Outputs.Count);
        for (int row = 0; row < rows.Rows; row++)
        {
            SparseRow own = rows.Row(row);
            for (int i = 0; i < own.Count; i++)
            {
                if (_places[own.Indices[i]] is >= 0 and int place)
                {
                    builder.Add(place, own.Values[i]);
                }
            }

            builder.EndRow();
        }

        return builder.Build();
    }
}
