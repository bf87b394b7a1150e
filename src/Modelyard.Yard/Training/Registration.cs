using Modelyard.Persistence;

namespace Modelyard.Lifecycle.Training;

/// <summary>Registers what a training made.</summary>
/// <param name="yard">The yard.</param>
/// <param name="name">The name of the model.</param>
/// <param name="package">The model.</param>
/// <param name="run">The run that made it.</param>
/// <returns>The version.</returns>
internal delegate ModelVersion Registration(Yard yard, string name, ModelPackage package, RunLog run);
